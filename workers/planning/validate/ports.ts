/** Ports on which something else than a web server is expected, each with what that is. Browsers refuse most of them too. */
const others: Record<number, string> = {
  21: 'FTP',
  22: 'SSH',
  23: 'Telnet',
  25: 'mail',
  53: 'names',
  110: 'mail',
  143: 'mail',
  389: 'LDAP',
  445: 'file shares',
  465: 'mail',
  587: 'mail',
  993: 'mail',
  995: 'mail',
  2375: 'the Docker engine',
  2376: 'the Docker engine',
  3306: 'MySQL',
  3389: 'remote desktops',
  5432: 'PostgreSQL',
  6379: 'Redis',
  11211: 'Memcached',
  27017: 'MongoDB'
};

/** What a port is for where that is no web server, or null. */
export const otherProtocol = (port: number): string | null => others[port] ?? null;
