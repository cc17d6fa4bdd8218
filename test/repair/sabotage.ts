import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
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
export const debianPackage = (name: string, postinst: string): string => `
mkdir -p /root/${name}/DEBIAN
printf '%s\\n' 'Package: ${name}' 'Version: 1' 'Architecture: all' 'Maintainer: nobody <nobody@example.com>' 'Description: ${name}' > /root/${name}/DEBIAN/control
cat > /root/${name}/DEBIAN/postinst <<'POSTINST'
#!/bin/sh
${postinst}
POSTINST
chmod 755 /root/${name}/DEBIAN/postinst
dpkg-deb --build /root/${name} /root/${name}.deb >/dev/null`;
