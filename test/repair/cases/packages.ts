import type { ServerResponse } from 'node:http';
import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { addSource, debianPackage, packageHosts, serve } from '../sabotage.ts';

/** The packages of another mirror, except that the lists are not those that were signed. */
async function answerTorn(mirror: string, path: string, response: ServerResponse): Promise<void> {
  const torn = path.includes('/by-hash/') || path.includes('/Packages');
  const answer = torn ? null : await fetch(`http://${mirror}${path}`);
  const body = answer?.ok ? Buffer.from(await answer.arrayBuffer()) : 'torn';
  response.writeHead(answer?.status ?? 200).end(body);
}

/** The distribution's packages, on servers that somebody left in a state. */
export const cases: RepairCase[] = [
  {
    name: 'another apt-get holds the lock, since its mirror does not answer',
    signature: 'apt_lock',
    outcome: 'fixed',
    fix: 'waiting',
    repository: nodeSite(),
    sabotage: async (server) => {
      const silent = await serve(server, () => undefined);
      await server.run(`echo 'deb [trusted=yes] ${silent}/ ./' > /root/silent.list
systemd-run --quiet apt-get -o Dir::Etc::sourcelist=/root/silent.list -o Dir::Etc::sourceparts=- -o Acquire::Retries=0 -o Acquire::http::Timeout=90 update`);
    }
  },
  {
    name: 'an installation was killed half-way',
    signature: 'dpkg_interrupted',
    outcome: 'fixed',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`${debianPackage('halting', '[ -e /root/begun ] || { touch /root/begun; sleep 600; }')}
dpkg -i /root/halting.deb >/dev/null 2>&1 & installing=$!
until [ -e /root/begun ]; do sleep 0.1; done
kill -9 $installing; pkill -9 -P $installing || true`);
    }
  },
  {
    name: "the distribution's own keys are gone",
    signature: 'apt_no_pubkey',
    outcome: 'fixed',
    fix: 'keys',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(
        'rm -f /etc/apt/trusted.gpg.d/*trixie* /etc/apt/trusted.gpg.d/*bookworm* /usr/share/keyrings/debian-archive-*'
      );
    }
  },
  {
    name: 'a third-party source is signed by nobody',
    signature: 'apt_no_pubkey',
    outcome: 'asked',
    fix: 'aside',
    repository: nodeSite(),
    sabotage: async (server) => {
      await addSource(server, {});
      await server.run(`sed -i 's/ \\[trusted=yes\\]//' /etc/apt/sources.list.d/third-party.list`);
    }
  },
  {
    name: 'a mirror is being updated while it is read',
    signature: 'apt_hash_mismatch',
    outcome: 'fixed',
    repository: nodeSite(),
    sabotage: (server) => addSource(server, { torn: (reading) => reading <= 8 })
  },
  {
    name: 'the mirror that the server came with stays torn',
    signature: 'apt_hash_mismatch',
    outcome: 'fixed',
    fix: 'own package mirror',
    repository: nodeSite(),
    sabotage: async (server) => {
      const mirror = await server.run(`${packageHosts} | sed -n 1p`);
      const url = await serve(server, (asked, response) => void answerTorn(mirror, asked.url ?? '', response));
      await server.run(`sed -i 's#http://${mirror}#${url}#' /etc/apt/sources.list && rm -rf /var/lib/apt/lists/*`);
    }
  },
  {
    name: 'the clocks of a mirror and of the server differ by minutes',
    signature: 'apt_release_not_valid_yet',
    outcome: 'fixed',
    fix: 'again after',
    repository: nodeSite(),
    sabotage: (server) => addSource(server, { date: new Date(Date.now() + 4 * 60_000) })
  },
  {
    name: 'a third-party source has nothing for this release',
    signature: 'apt_404',
    outcome: 'asked',
    fix: 'aside',
    repository: nodeSite(),
    sabotage: async (server) => {
      const empty = await serve(server, (_, response) => void response.writeHead(404).end());
      await server.run(`echo 'deb ${empty}/debian trixie main' > /etc/apt/sources.list.d/third-party.list`);
    }
  },
  {
    name: 'a package asks which version of its settings to keep',
    signature: 'debconf_prompt',
    outcome: 'fixed',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`mkdir -p /etc/default && echo 'DOCKER_OPTS=' > /etc/default/docker`);
    }
  },
  {
    name: 'packages of another container engine are held back',
    signature: 'apt_unmet',
    outcome: 'asked',
    fix: 'get in the way',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`${debianPackage('containerd.io', 'true', ['Conflicts: containerd, runc', 'Provides: containerd, runc'])}
dpkg -i /root/containerd.io.deb >/dev/null && apt-mark hold containerd.io`);
    }
  },
  {
    name: 'the archives of packages fill their disk',
    signature: 'enospc',
    outcome: 'fixed',
    fix: 'clearing',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`mount -t tmpfs -o size=200m tmpfs /var/cache/apt/archives
mkdir -p /var/cache/apt/archives/partial
head -c 196M /dev/zero > /var/cache/apt/archives/old_1_all.deb`);
    }
  }
];
