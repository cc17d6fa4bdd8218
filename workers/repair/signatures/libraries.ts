import type { Signature } from '../signature.ts';
import { edit, packages } from '../ways.ts';

/** Libraries that a program loads, and the Debian packages that hold them. */
const objects: Record<string, string> = {
  'libGL.so.1': 'libgl1',
  'libX11.so.6': 'libx11-6',
  'libXext.so.6': 'libxext6',
  'libasound.so.2': 'libasound2t64',
  'libatk-1.0.so.0': 'libatk1.0-0t64',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0t64',
  'libcairo.so.2': 'libcairo2',
  'libcups.so.2': 'libcups2t64',
  'libcurl.so.4': 'libcurl4t64',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libexpat.so.1': 'libexpat1',
  'libfontconfig.so.1': 'libfontconfig1',
  'libfreetype.so.6': 'libfreetype6',
  'libgbm.so.1': 'libgbm1',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgomp.so.1': 'libgomp1',
  'libgthread-2.0.so.0': 'libglib2.0-0',
  'libmagic.so.1': 'libmagic1',
  'libmariadb.so.3': 'libmariadb3',
  'libnspr4.so': 'libnspr4',
  'libnss3.so': 'libnss3',
  'libodbc.so.2': 'libodbc2',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libpq.so.5': 'libpq5',
  'librdkafka.so.1': 'librdkafka1',
  'libsodium.so.23': 'libsodium23',
  'libsqlite3.so.0': 'libsqlite3-0',
  'libvips.so.42': 'libvips42',
  'libxml2.so.2': 'libxml2',
  'libxslt.so.1': 'libxslt1.1',
  'libzbar.so.0': 'libzbar0t64'
};

/** Libraries of the system that are missing, or of another kind than a program was built for. */
export const libraries: Signature[] = [
  {
    id: 'prisma_ssl',
    places: ['build', 'container'],
    pattern:
      /Prisma (?:failed to detect the libssl|Client could not locate the Query Engine)|libssl\.so\.(?:1\.1|3): cannot open shared object/i,
    act: 'auto',
    cause: 'OpenSSL is not in the image, and a program loads it.',
    advice: 'Install openssl in the image; Prisma may need its binaryTargets too.',
    fixes: (_, situation) => packages(situation, ['openssl'], ['openssl'])
  },
  {
    id: 'sharp',
    places: ['build', 'container'],
    pattern:
      /Could not load the "sharp" module|vips(?:-cpp)?\S{0,30}[: ]{1,3}(?:not found|No such file)|ERR_DLOPEN_FAILED/i,
    act: 'auto',
    cause: 'A package was installed for another system than the one it runs on.',
    advice: 'Keep node_modules out of the image with .dockerignore, and list Linux in the lock file.',
    fixes: (_, situation) => edit(situation, { edit: 'install-command', to: 'npm install --no-package-lock' })
  },
  {
    id: 'musl_glibc',
    places: ['build', 'container'],
    pattern:
      /ld-linux-(?:x86-64|aarch64)\.so\S{0,10}: (?:No such file|cannot open)|GLIBC_2\.\d{1,3}' not found|symbol not found: (?:__\w{1,40}_chk|gnu_get_libc_version)|Error relocating/i,
    act: 'human',
    cause: 'A program was built for another C library than the image holds.',
    advice: 'Build and run on the same base image; take Debian instead of Alpine.',
    fixes: () => []
  },
  {
    id: 'shared_lib',
    places: ['build', 'container'],
    pattern:
      /(?:error while loading shared libraries: |(?:ImportError|OSError): )([A-Za-z0-9_+.-]{1,80}\.so[.\d]{0,12}): cannot open shared object file/i,
    act: 'auto',
    cause: 'A library that the program loads is not in the image.',
    advice: 'Install the package that holds the library in the last stage of the image.',
    fixes: (match, situation) => {
      const name = Object.hasOwn(objects, match[1]!) ? objects[match[1]!] : undefined;
      return name === undefined ? [] : edit(situation, { edit: 'add-packages', stage: 'both', names: [name] });
    }
  }
];
