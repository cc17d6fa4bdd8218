import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { debianPackage, serve } from '../sabotage.ts';

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
systemd-run --quiet apt-get -o Dir::Etc::sourcelist=/root/silent.list -o Dir::Etc::sourceparts=- -o Acquire::Retries=0 -o Acquire::http::Timeout=150 update`);
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
  }
];
