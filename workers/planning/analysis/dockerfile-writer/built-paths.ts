const output = /^(?:\.\/)?((?:[\w.-]+\/)*?(?:target|build)\/[\w.*/-]+)$/;

/**
 * What a stated command names of the folder that a build writes into: `target/app.jar` is any jar there, since its version may
 * change, `build/install/shop/bin/shop` all that was installed, and a script in `target/bin` has its jars in `target/repo`.
 */
export function builtPaths(command: string): string[] {
  const named = command
    .split(/[\s;&|=:"']+/)
    .map((token) => output.exec(token)?.[1])
    .filter((path) => path !== undefined && !path.split('/').includes('..'));
  return [...new Set(named.flatMap((path) => sources(path!)))];
}

const folders = /^(.*?(?:target\/universal\/stage|build\/install|target\/[\w-]+|build\/(?!libs\/)[\w-]+))\//;

function sources(path: string): string[] {
  const script = /^(.*?target)\/bin\//.exec(path);
  if (script) return [`${script[1]}/bin`, `${script[1]}/repo`];
  const folder = folders.exec(path)?.[1];
  return [folder ?? `${path.slice(0, path.lastIndexOf('/') + 1)}*.${path.slice(path.lastIndexOf('.') + 1)}`];
}
