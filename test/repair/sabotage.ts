import { createHash } from 'node:crypto';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { docker } from '../../workers/commands/docker.ts';
import type { SabotagedServer } from './case.ts';

/** Serves over HTTP from this machine until the case is over. Answers the URL under which the server reaches it, without a slash. */
export async function serve({ machine, afterwards }: SabotagedServer, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  afterwards(async () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://${machine}:${(server.address() as AddressInfo).port}`;
}

/** Shell text that makes a Debian package of this name at `/root/NAME.deb`, whose installation runs `postinst`. */
export const debianPackage = (name: string, postinst = 'true', fields: string[] = []): string => `
mkdir -p /root/${name}/DEBIAN
printf '%s\\n' 'Package: ${name}' 'Version: 1' 'Architecture: all' 'Maintainer: nobody <nobody@example.com>' ${fields.map((field) => `'${field}' `).join('')}'Description: ${name}' > /root/${name}/DEBIAN/control
cat > /root/${name}/DEBIAN/postinst <<'POSTINST'
#!/bin/sh
${postinst}
POSTINST
chmod 755 /root/${name}/DEBIAN/postinst
dpkg-deb --build /root/${name} /root/${name}.deb >/dev/null`;

/** Shell text that names the hosts that a server's own packages come from, a line each, in the order of its settings. */
export const packageHosts = `{ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } | grep -v '^#' | grep -oE 'https?://[^/ ]+' | sed 's#.*//##' | awk '!seen[$0]++'`;

/** How a source of packages behaves when it is read for the nth time, from 1 on. */
export interface Source {
  date?: Date;
  /** Whether the list is not the one that its Release file speaks of. */
  torn?: (reading: number) => boolean;
}

/** Adds a package source without packages to the server, served from this machine. */
export async function addSource(
  server: SabotagedServer,
  { date = new Date(), torn = () => false }: Source
): Promise<void> {
  const [whole, other] = ['Package: nothing\n', 'Package: anything'];
  const hash = createHash('sha256').update(whole).digest('hex');
  const release = `Suite: stable\nDate: ${date.toUTCString().replace('GMT', 'UTC')}\nSHA256:\n ${hash} ${whole.length} Packages\n`;
  let reading = 0;
  const url = await serve(server, (asked, response) => {
    const file = asked.url?.split('/').at(-1);
    if (file === 'InRelease') reading += 1;
    if (file === 'Release') response.end(release);
    else if (file === 'Packages') response.end(torn(reading) ? other : whole);
    else response.writeHead(404).end();
  });
  await server.run(`echo 'deb [trusted=yes] ${url}/ ./' > /etc/apt/sources.list.d/third-party.list`);
}

const mirror = process.env.HYDRON_REGISTRY_MIRROR?.replace(/\/$/, '');

/** Settings of the engine under which images can be pulled as from a server of Hydron's. */
export const engineSettings = {
  bip: '10.201.0.1/24',
  'default-address-pools': [{ base: '10.201.0.0/16', size: 24 }],
  ...(mirror ? { 'registry-mirrors': [mirror], 'insecure-registries': [new URL(mirror).host] } : {})
};

/** Installs the container engine before Hydron does, as on a server that was used for something else. */
export async function installEngine({ run }: SabotagedServer, settings: object = engineSettings): Promise<void> {
  await run(`mkdir -p /etc/docker
cat > /etc/docker/daemon.json <<'JSON'
${JSON.stringify(settings)}
JSON
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install --no-install-recommends docker.io docker-cli >/dev/null`);
}

/** Installs the engine just as a plan of Hydron's does, so that the next plan finds it in place. */
export async function prepare({ run }: SabotagedServer): Promise<void> {
  await run(`apt-get -qq update && apt-get -qq install jq >/dev/null
${docker({ mirror: mirror ?? null }).apply}`);
}

/** Passes on what is asked of this machine's registry, unless `refuse` answers first. Answers its URL. */
export const serveRegistry = (
  server: SabotagedServer,
  refuse: (path: string) => { status: number; type?: string; body: object } | null
) =>
  serve(server, (asked, response) => {
    const refusal = refuse(asked.url ?? '');
    if (refusal) {
      response
        .writeHead(refusal.status, { 'content-type': refusal.type ?? 'application/json' })
        .end(JSON.stringify(refusal.body));
      return;
    }
    const onward = request(
      new URL(asked.url ?? '', mirror),
      { method: asked.method, headers: asked.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }
    );
    onward.on('error', () => response.destroy());
    asked.pipe(onward);
  });

/** Leads an address of the server to a port of this machine. */
export const forward = ({ run }: SabotagedServer, from: string, to: string) =>
  run(
    `systemd-run --quiet --unit=forward --socket-property=ListenStream=${from} --socket-property=FreeBind=yes /usr/lib/systemd/systemd-socket-proxyd ${to}`
  );
