/** A JSON pointer (RFC 6901) from its parts. List members are named by `name` or `id`: `/services/api/port`. */
export const pointer = (...parts: (string | number)[]): string =>
  parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** A pointer in words: `services › api › port`. */
export const pathInWords = (path: string): string =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join(' › ');
