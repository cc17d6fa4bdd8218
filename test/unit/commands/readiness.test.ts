import { spawn, spawnSync } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readyText, waitText } from '../../../workers/commands/readiness.ts';

describe('waiting for a container to serve', () => {
  it('ends after the seconds that it says, however long each look takes', () => {
    const given = 'name=web; docker() { echo running; }; ready() { sleep 0.8; false; }';
    const script = `${given}\n${waitText({ kind: 'port', port: 3000, seconds: 2 })}\necho "$up $SECONDS"`;
    const { stdout } = spawnSync('bash', ['-eu'], { input: script, encoding: 'utf8' });
    const [up, seconds] = stdout.trim().split(' ');
    expect(up).toBe('no');
    expect(Number(seconds)).toBeLessThan(6);
  });
});

/** How `ready` judges a port where each visitor is treated so. */
async function judged(treat: (socket: Socket) => void): Promise<number | null> {
  const server = createServer(treat);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const docker = 'docker() { case "$*" in *IPAddress*) echo 127.0.0.1 ;; *) echo running ;; esac; }';
  const script = `${docker}\n${readyText({ kind: 'answer', port, seconds: 1 })}\nready web`;
  const child = spawn('bash', ['-u'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(script);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  server.close();
  return code;
}

describe('a container that people visit', () => {
  const say = (text: string) => (socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(text));
  };

  it('serves when it answers anything at all', async () => {
    expect(await judged(say('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))).toBe(0);
    expect(await judged(say('HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n'))).toBe(0);
    expect(await judged(say('220 mail ready\r\n'))).toBe(0);
  });

  it('does not while it only opens the port', async () => {
    expect(await judged(say(''))).not.toBe(0);
  });
});
