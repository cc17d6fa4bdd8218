import { demolish } from './container.ts';
import { eachServer } from './stack.ts';

/**
 * `RELAY_STATE=folder node relay/sandbox/clean.ts` releases every sandbox server of that folder, whether its records are
 * still there or not: containers and disks (they have no network of their own).
 */
await eachServer('released', demolish);
