import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RepairCase, SabotagedServer } from '../case.ts';
import { withDockerfile } from '../repositories.ts';
import { forward, serveRegistry } from '../sabotage.ts';

const limited = {
  status: 429,
  body: { errors: [{ code: 'TOOMANYREQUESTS', message: 'You have reached your pull rate limit.' }] }
};

/** A registry by HTTPS whose certificate no authority signed; nobody gets past its greeting. */
async function untrustedRegistry({ machine, afterwards }: SabotagedServer, name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hydron-registry-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-addext',
      `subjectAltName=DNS:${name}`
    ].concat('-keyout', key, '-out', certificate),
    { stdio: 'ignore' }
  );
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  rmSync(folder, { recursive: true });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  afterwards(async () => void server.close());
  return `${machine}:${(server.address() as AddressInfo).port}`;
}

/** A registry at 127.0.0.1:5050 of the server, which the engine there asks by plain HTTP. */
async function ownRegistry(
  server: SabotagedServer,
  refuse: Parameters<typeof serveRegistry>[1] = () => null
): Promise<void> {
  const url = await serveRegistry(server, refuse);
  await forward(server, '127.0.0.1:5050', new URL(url).host);
}

/** What a registry answers for an image that was made for one other kind of processor alone. */
const forAnotherProcessor = {
  status: 200,
  type: 'application/vnd.oci.image.index.v1+json',
  body: {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: `sha256:${'5'.repeat(64)}`,
        size: 1024,
        platform: { architecture: 's390x', os: 'linux' }
      }
    ]
  }
};

/** Images that cannot be had from where they are said to be. */
export const cases: RepairCase[] = [
  {
    name: 'the base image has no such tag',
    signature: 'image_missing',
    outcome: 'gave up',
    repository: withDockerfile('FROM 127.0.0.1:5050/library/node:22-of-tomorrow'),
    sabotage: (server) => ownRegistry(server)
  },
  {
    name: "the base image is not made for the server's processor",
    signature: 'arch_mismatch',
    outcome: 'gave up',
    repository: withDockerfile('FROM 127.0.0.1:5050/library/node:22'),
    sabotage: (server) => ownRegistry(server, (path) => (path.includes('/manifests/') ? forAnotherProcessor : null))
  },
  {
    name: 'a registry limits how many images may be pulled',
    signature: 'hub_rate',
    outcome: 'fixed',
    fix: 'again after',
    repository: withDockerfile('FROM 127.0.0.1:5050/library/node:22'),
    sabotage: (server) => {
      const until = Date.now() + 150_000;
      return ownRegistry(server, (path) => (path.includes('/manifests/') && Date.now() < until ? limited : null));
    }
  },
  {
    name: 'a registry is signed by an authority that the server does not know',
    signature: 'ca_missing',
    outcome: 'gave up',
    repository: withDockerfile('FROM registry.example:8443/library/node:22'),
    sabotage: async (server) => {
      const address = await untrustedRegistry(server, 'registry.example');
      await server.run('ip address add 10.77.7.7/32 dev lo && echo 10.77.7.7 registry.example >> /etc/hosts');
      await forward(server, '10.77.7.7:8443', address);
    }
  }
];
