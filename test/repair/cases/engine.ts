import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { engineSettings, installEngine, prepare } from '../sabotage.ts';

/** The container engine of servers that were used for something else before. */
export const cases: RepairCase[] = [
  {
    name: 'the engine is switched off for good',
    signature: 'docker_down',
    outcome: 'fixed',
    fix: 'Docker',
    repository: nodeSite(),
    sabotage: async (server) => {
      await installEngine(server);
      await server.run('systemctl stop docker.socket docker && systemctl mask docker docker.socket');
    }
  },
  {
    name: 'the engine crashed too often and is no longer started',
    signature: 'unit_start_limit',
    outcome: 'fixed',
    fix: 'Docker',
    repository: nodeSite(),
    sabotage: async (server) => {
      await installEngine(server);
      await server.run(`mkdir -p /etc/systemd/system/docker.service.d
printf '[Unit]\\nStartLimitIntervalSec=1h\\n[Service]\\nRestartSec=100ms\\n' > /etc/systemd/system/docker.service.d/limit.conf
systemctl daemon-reload
until systemctl is-failed -q docker; do systemctl kill -s KILL docker 2>/dev/null || true; sleep 0.3; done`);
    }
  },
  {
    name: "the engine's settings contradict its command line",
    signature: 'daemon_json',
    outcome: 'gave up',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`mkdir -p /etc/docker && echo '{ "hosts": ["unix:///run/docker.sock"] }' > /etc/docker/daemon.json`);
    }
  },
  {
    name: "the folder of the engine's settings is read-only",
    signature: 'readonly_fs',
    outcome: 'gave up',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run('mkdir -p /etc/docker && mount --bind /etc/docker /etc/docker && mount -o remount,bind,ro /etc/docker');
    }
  },
  {
    name: 'old networks take up all address ranges',
    signature: 'subnet_exhausted',
    outcome: 'fixed',
    fix: 'networks',
    repository: nodeSite(),
    sabotage: async (server) => {
      const pool = [{ base: '10.77.0.0/24', size: 24 }];
      await installEngine(server, { ...engineSettings, 'default-address-pools': pool });
      await server.run('docker network create left-behind');
    }
  },
  {
    name: 'nginx serves on the ports that the site needs',
    signature: 'port_in_use_host',
    outcome: 'asked',
    fix: 'web server',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run('apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install nginx >/dev/null');
    }
  },
  {
    name: 'a program that nobody knows holds port 443',
    signature: 'port_in_use_host',
    outcome: 'gave up',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(
        `systemd-run --quiet perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(443, INADDR_ANY)) or die; listen(S, 5); sleep'`
      );
    }
  },
  {
    name: "a container of the project's former self holds port 443",
    signature: 'port_allocated',
    outcome: 'fixed',
    fix: '443',
    repository: nodeSite(),
    sabotage: async (server) => {
      await prepare(server);
      await server.run(
        `docker run --quiet --detach --restart unless-stopped --name former --label hydron.project=${server.project} --label hydron.service=shop --publish 0.0.0.0:443:443 caddy:2 sleep infinity`
      );
    }
  },
  {
    name: "somebody else's container holds port 443",
    signature: 'port_allocated',
    outcome: 'gave up',
    repository: nodeSite(),
    sabotage: async (server) => {
      await prepare(server);
      await server.run(
        'docker run --quiet --detach --restart unless-stopped --name stranger --publish 0.0.0.0:443:443 caddy:2 sleep infinity'
      );
    }
  }
];
