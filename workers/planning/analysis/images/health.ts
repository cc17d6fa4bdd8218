/** A path after a host, or in a request's options; whatever stands before it may be filled in as the check runs. */
const forms: RegExp[] = [
  /https?:\/\/[^/\s"'`|;]{1,200}(\/[\w./~%-]{0,190})/,
  /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(?:\d{1,5}|\$\{?\w{1,50}(?::-\d{1,5})?\}?))?(\/[\w./~%-]{0,190})/,
  /\bpath\s*:\s*['"](\/[\w./~%-]{0,190})['"]/,
  /(?:PORT\b|\})['"`]?\s*\+\s*['"`](\/[\w./~%-]{0,190})['"`]/,
  /(?:PORT\b[^'"`\s]{0,40}\})(\/[\w./~%-]{1,190})/
];

/** The path that a health check's command asks for, where it is an HTTP request; null for any other check. */
export function healthIn(command: string | null): string | null {
  for (const form of forms) {
    const match = form.exec((command ?? '').slice(0, 4000));
    if (match) return match[1]!;
  }
  return /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])/.test(command ?? '') ? '/' : null;
}
