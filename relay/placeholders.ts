const variable = (kind: string, name: string) => `${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/** A script with `${SECRET:NAME}` and `${SERVER:web-1}` turned into the variables SECRET_NAME and SERVER_WEB_1. */
export const withVariables = (script: string): string =>
  script.replace(
    /\$\{(?:(SECRET):([A-Z][A-Z0-9_]{0,99})|(SERVER):([a-z0-9][a-z0-9-]{0,39}))\}/g,
    (_all, secret: string | undefined, name: string, server: string, host: string) =>
      `\${${secret ? variable(secret, name) : variable(server, host)}}`
  );

/** Those variables' values, each `NAME=value` ended by NUL. Throws on a value with a NUL, which no variable can hold. */
export function environmentOf(secrets: Record<string, string>, servers: Record<string, string>): Buffer {
  const pairs = [
    ...Object.entries(secrets).map(([name, value]) => `${variable('SECRET', name)}=${value}`),
    ...Object.entries(servers).map(([name, value]) => `${variable('SERVER', name)}=${value}`)
  ];
  if (pairs.some((pair) => pair.includes('\0'))) throw new Error('a variable cannot hold a NUL character');
  return Buffer.from(pairs.map((pair) => `${pair}\0`).join(''));
}
