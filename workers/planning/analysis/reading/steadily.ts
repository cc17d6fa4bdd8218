import type { Checkout, CheckoutFile } from './checkout.ts';

const batch = 20;

/** A checkout that is read in batches, and says of a file that it could not be had rather than to end everything. */
export const steadily = (checkout: Checkout): Checkout => ({
  ...checkout,
  read: async (paths) => {
    const files: CheckoutFile[] = [];
    for (let at = 0; at < paths.length; at += batch) {
      const some = paths.slice(at, at + batch);
      const absent = some.map((path) => ({ path, text: null, bytes: 0, note: 'the checkout did not answer' }));
      files.push(...(await checkout.read(some).catch(() => absent)));
    }
    return files;
  }
});
