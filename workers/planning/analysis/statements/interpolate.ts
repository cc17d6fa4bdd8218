/** A variable that a value of a compose file names; `required` where the file insists on it. */
export interface Named {
  name: string;
  required: boolean;
  fallback: string | null;
}

/** Fills `${NAME:-default}` in, from `known` first; `names` are the variables that it names. */
export function interpolate(value: string, known?: Map<string, string>): { value: string; names: Named[] } {
  const names: Named[] = [];
  const pattern = /\$\$|\$\{(\w+)(?:(:?[-?+])((?:[^{}]|\$\{[^{}]*\})*))?\}|\$(\w+)/g;
  const filled = value.replace(
    pattern,
    (whole, braced: string | undefined, operator: string | undefined, rest = '', bare: string | undefined) => {
      if (whole === '$$') return '$';
      const name = braced ?? bare ?? '';
      const fallback = operator?.endsWith('-') ? interpolate(rest as string, known).value : null;
      names.push({ name, required: operator?.endsWith('?') ?? false, fallback });
      return known?.get(name) ?? fallback ?? '';
    }
  );
  return { value: filled, names };
}
