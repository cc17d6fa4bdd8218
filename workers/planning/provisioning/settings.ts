/** The installation's own settings that a plan depends on; authorities are PEM text. */
export interface Settings {
  registryMirror: string | null;
  extraAuthorities: string | null;
  acmeDirectory: string | null;
  acmeAuthority: string | null;
  acmeEmail: string | null;
  localDomain: boolean;
}
