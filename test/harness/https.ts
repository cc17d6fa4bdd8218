import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface Page {
  status: number;
  body: string;
  issuer: string;
  names: string;
}

interface Options {
  /** PEM text of the authorities to trust. The request fails on any other. */
  authority: string;
  /** Where the name resolves to. */
  address: string;
  port?: number;
}

/** One GET over HTTPS, the certificate verified against `authority` alone. */
export function getPage(url: string, { authority, address, port }: Options): Promise<Page> {
  const lookup: LookupFunction = (_name, options, callback) =>
    options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { ca: authority, lookup, agent: false, timeout: 20_000, ...(port ? { port } : {}) },
      (response) => {
        const certificate = (response.socket as TLSSocket).getPeerCertificate();
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body,
            issuer: String(certificate.issuer.CN),
            names: certificate.subjectaltname ?? ''
          })
        );
      }
    );
    asked.on('timeout', () => asked.destroy(new Error(`${url} did not answer in 20 s`)));
    asked.on('error', reject);
    asked.end();
  });
}
