import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { KnownProcess } from '../../cli/state.ts';
import type { Between } from './between.ts';

const execute = promisify(execFile);

/** What a fault is done to: the parts of one Hydron, what stands between them, and the server that the run is about. */
export interface Ground {
  part(name: 'the relay' | 'the Worker'): KnownProcess;
  toRelay: Between;
  toWorker: Between;
  /** The name of the server's container. */
  server(): Promise<string>;
}

/**
 * One kind of fault. `from` says from which moment of a run on it makes sense. `inject` does it, and undoes it where it is one
 * that passes; it settles when that is over.
 */
export interface Kind {
  name: string;
  from: 'order' | 'server' | 'engine';
  inject(ground: Ground): Promise<void>;
}

const seconds = (count: number) => sleep(count * 1000);
const kill = (ground: Ground, part: 'the relay' | 'the Worker', signal: NodeJS.Signals) =>
  void process.kill(-ground.part(part).pid, signal);
const docker = async (...args: string[]) => (await execute('docker', args)).stdout.trim();
const inside = (server: string, script: string) => docker('exec', server, 'bash', '-c', script);

/** Adds rules to the server's packet filter from outside, so that they hold whatever is installed in it, and takes them away. */
async function filtered(ground: Ground, rules: string[][], count: number): Promise<void> {
  const server = await ground.server();
  const pid = await docker('inspect', '--format', '{{.State.Pid}}', server);
  const change = async (verb: '-I' | '-D') => {
    for (const [chain = '', ...rule] of rules)
      await execute('nsenter', ['--target', pid, '--net', 'iptables', '-w', verb, chain, ...rule]);
  };
  await change('-I');
  await seconds(count);
  await change('-D');
}

const registryPort = new URL(process.env.HYDRON_REGISTRY_MIRROR ?? 'https://registry.example').port || '443';
const tcp = (...rest: string[]) => ['-p', 'tcp', ...rest];

/** A disk that takes no byte more, under all that downloads and unpacks. */
const fullDisk = ['/var/cache/apt/archives', '/var/lib/docker/tmp', '/tmp'];

export const kinds: Kind[] = [
  { name: 'relay killed', from: 'order', inject: async (ground) => kill(ground, 'the relay', 'SIGKILL') },
  { name: 'Worker killed', from: 'order', inject: async (ground) => kill(ground, 'the Worker', 'SIGKILL') },
  {
    name: 'relay paused for 90 s',
    from: 'order',
    inject: async (ground) => {
      const { pid } = ground.part('the relay');
      process.kill(-pid, 'SIGSTOP');
      await seconds(90);
      process.kill(-pid, 'SIGCONT');
    }
  },
  {
    name: 'connection cut',
    from: 'server',
    inject: async (ground) => void (await inside(await ground.server(), `pkill -9 -f '^sshd(-session)?: ' || true`))
  },
  {
    name: 'connection half open for 40 s',
    from: 'server',
    inject: (ground) =>
      filtered(
        ground,
        [
          ['INPUT', ...tcp('--dport', '22', '-j', 'DROP')],
          ['OUTPUT', ...tcp('--sport', '22', '-j', 'DROP')]
        ],
        40
      )
  },
  {
    name: 'server rebooted',
    from: 'server',
    inject: async (ground) => {
      const server = await ground.server();
      await docker('kill', server);
      await seconds(2);
      await docker('start', server);
    }
  },
  {
    name: 'engine restarted',
    from: 'engine',
    inject: async (ground) => void (await inside(await ground.server(), 'systemctl restart docker || true'))
  },
  {
    name: 'callbacks lost',
    from: 'order',
    inject: async ({ toWorker }) => void toWorker.treat(/^POST \/api\/callbacks\//, 'lose', 3)
  },
  {
    name: 'answers to callbacks lost',
    from: 'order',
    inject: async ({ toWorker }) => void toWorker.treat(/^POST \/api\/callbacks\//, 'lose the answer', 3)
  },
  {
    name: 'callbacks doubled',
    from: 'order',
    inject: async ({ toWorker }) => void toWorker.treat(/^POST \/api\/callbacks\//, 'double', 1000)
  },
  {
    name: 'disk full for 45 s',
    from: 'server',
    inject: async (ground) => {
      const server = await ground.server();
      const mounts = fullDisk.map((folder) => `mkdir -p ${folder}; mount -t tmpfs -o size=4k full ${folder}`);
      await inside(server, mounts.join('\n'));
      await seconds(45);
      await inside(server, fullDisk.map((folder) => `umount -l ${folder}`).join('\n'));
    }
  },
  {
    name: 'registry down for 60 s',
    from: 'server',
    inject: (ground) =>
      filtered(
        ground,
        ['OUTPUT', 'FORWARD'].map((chain) => [chain, ...tcp('--dport', registryPort, '-j', 'REJECT')]),
        60
      )
  },
  {
    name: 'DNS down for 30 s',
    from: 'server',
    inject: (ground) =>
      filtered(
        ground,
        ['OUTPUT', 'FORWARD'].map((chain) => [chain, '-p', 'udp', '--dport', '53', '-j', 'DROP']),
        30
      )
  },
  {
    name: 'vendor answers 500',
    from: 'order',
    inject: async ({ toRelay }) => void toRelay.treat(/^PUT \/sandbox\/orders\//, { status: 500 }, 2)
  },
  {
    name: 'vendor answers 429',
    from: 'order',
    inject: async ({ toRelay }) =>
      void toRelay.treat(/^PUT \/sandbox\/orders\//, { status: 429, headers: { 'retry-after': '2' } }, 2)
  },
  {
    name: 'vendor silent after the order went through',
    from: 'order',
    inject: async ({ toRelay }) => void toRelay.treat(/^PUT \/sandbox\/orders\//, 'lose the answer', 1)
  }
];

/** Faults of the order itself, which must lie in wait before it is made. */
export const ofTheOrder = (kind: Kind): boolean => kind.name.startsWith('vendor ');
