import { refreshLists } from './remedies.ts';
import { lines } from './text.ts';

/** Where Debian and Ubuntu serve their packages themselves, and where their security updates come from. */
const addresses = (choice: 'main' | 'second') =>
  lines(
    '. /etc/os-release',
    'case $ID in',
    `  debian) site=http://${choice === 'main' ? 'deb' : 'ftp'}.debian.org/debian security=http://security.debian.org/debian-security ;;`,
    '  ubuntu)',
    '    case $(dpkg --print-architecture) in',
    `      amd64 | i386) site=http://${choice === 'main' ? '' : 'us.'}archive.ubuntu.com/ubuntu ;;`,
    '      *) site=http://ports.ubuntu.com/ubuntu-ports ;;',
    '    esac',
    '    security=$site ;;',
    '  *) echo "Neither Debian nor Ubuntu: which mirrors there are is unknown." >&2; exit 1 ;;',
    'esac'
  );

/** Only lines that are the distribution's: its name in the path, its release as the suite, its main component. */
const lineForm = `/^deb(-src)?[[:space:]]/ && $0 ~ ("/" id "[^[:space:]]*[[:space:]]+" release "(-[a-z]+)?[[:space:]](.*[[:space:]])?main([[:space:]]|$)") { sub(/[a-z+]+:\\/\\/[^[:space:]]+/, /-security/ ? security : site) } { print }`;
const stanzaForm = `{ gsub(/(^|\\n)URIs:[^\\n]*/, "\\nURIs: " (/\\nSuites:[^\\n]*-security/ ? security : site)); sub(/^\\n/, ""); print $0 "\\n" }`;

/**
 * Has the distribution's own packages come from its own servers, whatever mirror the vendor of the server set up. Sources of others
 * stay, signatures are checked as before, and the files as they were are kept beside.
 */
export const switchAptMirror = (choice: 'main' | 'second'): string =>
  lines(
    addresses(choice),
    'rewrite() {',
    '  if [ ! -s "$1" ]; then return; fi',
    '  cp -n "$1" "$1.before-hydron"',
    '  awk -v site="$site" -v security="$security" -v id="$ID" -v release="$VERSION_CODENAME" "${@:2}" "$1.before-hydron" > "$1.new"',
    '  mv -f "$1.new" "$1"',
    '}',
    `rewrite /etc/apt/sources.list '${lineForm}'`,
    `for name in debian ubuntu; do rewrite "/etc/apt/sources.list.d/$name.sources" -v RS= '${stanzaForm}'; done`,
    refreshLists
  );
