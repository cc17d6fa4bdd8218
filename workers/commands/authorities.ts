import { quote, writeFile } from '../domain/shell.ts';
import { install, updateOnce } from './packages.ts';
import { every, holds, lines, type StepText } from './text.ts';

const bundle = '/etc/ssl/certs/ca-certificates.crt';
const pem = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g;

/** The certificates in a PEM text, one each, clean of what stands between them. */
export const certificatesIn = (text: string): string[] =>
  (text.match(pem) ?? []).map((block) => `${block.replaceAll('\r', '').trim()}\n`);

/** The first line of a certificate's body: enough to find it in a bundle that is wrapped alike. */
const mark = (certificate: string): string => certificate.split('\n').slice(-4, -2).at(0) ?? '';

/** Makes the server trust further certificate authorities (PEM text), for its own tools and for its Docker engine. */
export function authorities(text: string): StepText {
  const files = certificatesIn(text).map((content, index) => ({
    path: `/usr/local/share/ca-certificates/hydron-${index + 1}.crt`,
    content
  }));
  const trusted = every(
    ...files.map((file) => holds(file.path, file.content)),
    ...files.map((file) => `grep -qxF ${quote(mark(file.content))} ${bundle}`)
  );
  return {
    check: trusted,
    apply: lines(
      'if ! command -v update-ca-certificates >/dev/null; then',
      updateOnce,
      install('ca-certificates'),
      'fi',
      ...files.map((file) => writeFile(file.path, file.content)),
      'update-ca-certificates >/dev/null',
      '! systemctl is-active -q docker || systemctl restart docker'
    ),
    verify: trusted
  };
}
