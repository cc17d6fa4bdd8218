import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port of 127.0.0.1 that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The first line that a port of 127.0.0.1 says by itself within two seconds, or nothing. */
function firstLine(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port, timeout: 2000 });
  const end = (text: string) => {
    socket.destroy();
    resolve(text);
  };
  socket.on('data', (data) => end(data.toString('latin1').split('\r\n')[0]!));
  for (const event of ['error', 'timeout', 'close']) socket.on(event, () => end(''));
  return promise;
}

/** Whether an SSH server answers on that port of 127.0.0.1 before `seconds` are over. */
export async function sshAnswers(port: number, seconds: number): Promise<boolean> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await firstLine(port)).startsWith('SSH-2.0')) {
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
  return true;
}
