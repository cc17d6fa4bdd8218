/** What a person typed as an amount of dollars (`5`, `7.50`, `$12`), in millionths of one; null where it is none. */
export function microOf(text: string): number | null {
  const [, amount] = /^\$?\s*(\d{1,5}(?:[.,]\d{1,2})?)$/.exec(text.trim()) ?? [];
  return amount === undefined ? null : Math.round(Number(amount.replace(',', '.')) * 100) * 10_000;
}

/** An amount as it stands in a field: `5` or `7.50`. */
export const typedOf = (micro: number): string => (micro / 1_000_000).toFixed(micro % 1_000_000 === 0 ? 0 : 2);
