/**
 * A name as the rules of names know it: .NET writes `Mail__ApiKey` for what others write as `MAIL_API_KEY`. Names in other
 * spellings stay as they are.
 */
export const spelledOut = (name: string): string =>
  /[a-z]/.test(name) && /__|^[A-Z][a-z]/.test(name)
    ? name
        .replace(/([a-z\d])([A-Z])/g, '$1_$2')
        .replace(/_{2,}/g, '_')
        .toUpperCase()
    : name;
