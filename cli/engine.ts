import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { checkEngine } from './checks.ts';
import { lastLines } from './processes.ts';

const engineLog = '/var/log/hydron-dockerd.log';

/** Whether this is root on a Debian or an Ubuntu, where the engine can be installed for the person. */
export function mayInstallEngine(): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Installs Debian's or Ubuntu's own engine. Its output goes to this terminal. */
export function installEngine(): Result<null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'docker.io', 'iptables']
  ]) {
    const done = spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'], env });
    if (done.status !== 0)
      return refuse('engine.install', `apt-get ${args[0]} failed. Install Docker Engine by hand and start again.`);
  }
  return ok(null);
}

/**
 * Starts an installed engine: by systemd where it runs, else in the background, where it stays after Hydron ends.
 * Answers in words how, once the engine answers.
 */
export async function startEngine(): Promise<Result<string>> {
  const systemd = existsSync('/run/systemd/system');
  if (systemd) spawnSync('systemctl', ['start', 'docker'], { stdio: ['ignore', 'inherit', 'inherit'] });
  else startInBackground();
  for (let i = 0; i < 60; i++) {
    if (checkEngine().ok)
      return ok(
        systemd
          ? 'The Docker engine was started by systemd.'
          : `The Docker engine runs in the background and stays after Hydron ends (its log: ${engineLog}).`
      );
    await sleep(500);
  }
  return refuse(
    'engine.start',
    systemd
      ? 'The Docker engine does not start; see journalctl -u docker.'
      : `The Docker engine does not start:\n${lastLines(engineLog)}`
  );
}

function startInBackground(): void {
  const log = openSync(engineLog, 'a', 0o640);
  spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] }).unref();
  closeSync(log);
}
