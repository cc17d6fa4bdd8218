const output = /^(?:\.\/)?((?:[\w.-]+\/)*?(?:target|build)\/[\w.*/-]+)$/;

/**
 * What a stated command names of the folder that a build writes into: `target/app.jar` is any jar there, since its version may
 * change, `build/install/shop/bin/shop` all that was installed.
 */
export function builtPaths(command: string): string[] {
  const named = command
    .split(/[\s;&|=:"']+/)
    .map((token) => output.exec(token)?.[1])
    .filter((path) => path !== undefined && !path.split('/').includes('..'));
  return [...new Set(named.map((path) => source(path!)))];
}

function source(path: string): string {
  const whole =
    /^(.*?(?:target\/universal\/stage|build\/install|target\/quarkus-app|build\/quarkus-app|target\/[\w-]+|build\/(?!libs)[\w-]+))\//.exec(
      path
    );
  if (whole) return whole[1]!;
  return `${path.slice(0, path.lastIndexOf('/') + 1)}*.${path.slice(path.lastIndexOf('.') + 1)}`;
}
