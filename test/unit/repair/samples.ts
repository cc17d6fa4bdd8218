import type { Place } from '../../../workers/repair/signature.ts';

/** One line of output for each known failure, and where it shows. */
export const samples: [id: string, place: Place, output: string][] = [
  [
    'apt_lock',
    'server',
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1187 (unattended-upgr)'
  ],
  [
    'dpkg_interrupted',
    'server',
    "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem."
  ],
  [
    'apt_hash_mismatch',
    'server',
    'E: Failed to fetch http://mirror.test/... File has unexpected size (1489 != 1488). Mirror sync in progress? [IP: 91.189.91.83 80]'
  ],
  [
    'apt_no_pubkey',
    'server',
    "W: GPG error: https://download.docker.com/linux/ubuntu noble InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 7EA0A9C3F273FCD8"
  ],
  ['apt_expkeysig', 'server', 'W: GPG error: ... EXPKEYSIG 1646B01B86E50310'],
  [
    'apt_release_not_valid_yet',
    'server',
    'E: Release file for http://mirror.test/ubuntu/dists/noble-security/InRelease is not valid yet (invalid for another 5h 20min 3s).'
  ],
  ['apt_unlocatable', 'server', 'E: Unable to locate package docker-compose-plugin'],
  [
    'apt_404',
    'server',
    "E: The repository 'https://download.docker.com/linux/ubuntu plucky Release' does not have a Release file."
  ],
  [
    'apt_unmet',
    'server',
    'The following packages have unmet dependencies:\n docker-ce : Depends: containerd.io (>= 1.7.27) but it is not going to be installed'
  ],
  ['debconf_prompt', 'server', 'What do you want to do about modified configuration file sshd_config?'],
  [
    'dns_fail',
    'server',
    'Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.53:53: no such host'
  ],
  ['net_unreachable', 'server', 'curl: (7) Failed to connect to github.com port 443: Network is unreachable'],
  [
    'tls_clock',
    'server',
    'x509: certificate has expired or is not yet valid: current time 2023-01-01T00:00:00Z is before 2026-08-01T00:00:00Z'
  ],
  ['ca_missing', 'server', 'curl: (60) SSL certificate problem: unable to get local issuer certificate'],
  ['enospc', 'server', "head: error writing 'standard output': No space left on device"],
  ['inotify', 'server', 'Error: ENOSPC: System limit for number of file watchers reached, watch'],
  ['readonly_fs', 'server', 'mkdir: cannot create directory: Read-only file system'],
  ['sudo_tty', 'server', 'sudo: a password is required'],
  ['unit_failed', 'server', 'Job for docker.service failed because the control process exited with error code.'],
  ['unit_start_limit', 'server', 'docker.service: Start request repeated too quickly.'],
  [
    'daemon_json',
    'server',
    'unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid character'
  ],
  ['sshd_bad_config', 'server', '/etc/ssh/sshd_config.d/50-local.conf line 3: Bad configuration option: Foo'],
  ['ssh_refused', 'connection', 'ssh: connect to host 1.2.3.4 port 22: Connection refused'],
  ['ssh_timeout', 'connection', 'Timed out while waiting for handshake'],
  ['ssh_auth', 'connection', 'All configured authentication methods failed'],
  ['ssh_hostkey', 'connection', 'Host denied (verification failed)'],
  ['ssh_reset', 'connection', 'kex_exchange_identification: Connection closed by remote host'],
  ['ssh_channel', 'connection', '(SSH) Channel open failure: open failed'],
  ['ufw_disabled', 'server', 'iptables: No chain/target/match by that name.'],
  [
    'port_allocated',
    'server',
    'docker: Error response from daemon: driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:18431 failed: port is already allocated'
  ],
  [
    'port_in_use_host',
    'server',
    'Error starting userland proxy: listen tcp4 127.0.0.1:18432: bind: address already in use'
  ],
  [
    'name_conflict',
    'server',
    'Error response from daemon: Conflict. The container name "/shop-nc" is already in use by container "7edb"'
  ],
  ['no_network', 'server', 'docker: Error response from daemon: network shop-nonet not found'],
  ['subnet_exhausted', 'server', 'Error response from daemon: all predefined address pools have been fully subnetted'],
  [
    'docker_down',
    'server',
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'
  ],
  [
    'docker_sock_perm',
    'server',
    'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock'
  ],
  [
    'hub_rate',
    'server',
    'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit'
  ],
  [
    'image_missing',
    'server',
    "pull access denied for acme/api, repository does not exist or may require 'docker login': denied"
  ],
  ['arch_mismatch', 'server', 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  ['exec_format', 'container', 'exec /x: exec format error'],
  ['entry_crlf', 'container', 'exec /e.sh: no such file or directory'],
  ['entry_not_found', 'container', 'exec: "node": executable file not found in $PATH: unknown'],
  ['entry_perm', 'container', 'exec: "/e.sh": permission denied: unknown'],
  ['volume_perm', 'container', "touch: cannot touch '/data/x': Permission denied"],
  ['oom_container', 'container', 'app-1 exited with code 137'],
  ['node_heap', 'build', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['next_sigkill', 'build', 'Next.js build worker exited with code: null and signal: SIGKILL'],
  [
    'rust_sigkill',
    'build',
    'error: could not compile `app` (process did not exit successfully: rustc) (signal: 9, SIGKILL: kill)'
  ],
  ['gcc_killed', 'build', 'g++: fatal error: Killed signal terminated program cc1plus'],
  ['unhealthy', 'container', 'dependency failed to start: container app-db-1 is unhealthy'],
  [
    'npm_ci_sync',
    'build',
    'npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.'
  ],
  ['npm_ci_nolock', 'build', 'npm error The `npm ci` command can only install with an existing package-lock.json'],
  [
    'pnpm_frozen',
    'build',
    'ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date'
  ],
  [
    'yarn_frozen',
    'build',
    '➤ YN0028: The lockfile would have been modified by this install, which is explicitly forbidden.'
  ],
  ['bun_frozen', 'build', 'error: lockfile had changes, but lockfile is frozen'],
  [
    'foreign_lock',
    'build',
    'Error: Cannot find module @rollup/rollup-linux-x64-gnu. npm has a bug related to optional dependencies'
  ],
  ['program_missing', 'build', 'Error: spawnSync git ENOENT'],
  ['pkg_config', 'build', 'Package zlib was not found in the pkg-config search path.'],
  ['python_library', 'build', 'Error: Please make sure the libxml2 and libxslt development packages are installed.'],
  ['pip_404', 'build', 'ERROR: No matching distribution found for acme-internal==1.0.0'],
  ['cgo_off', 'build', 'package site: build constraints exclude all Go files in /src'],
  ['go_sum', 'build', 'main.go:5:2: missing go.sum entry for module providing package rsc.io/quote'],
  ['compile_error', 'build', "server.ts(2,7): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['corepack_sig', 'build', 'Internal Error: Cannot find matching keyid: {"signatures"'],
  ['engine', 'build', 'npm error code EBADENGINE'],
  ['eresolve', 'build', 'npm error code ERESOLVE'],
  ['npm_404', 'build', 'npm error code E404'],
  ['npm_script', 'build', 'npm error Missing script: "build"'],
  ['module_missing', 'build', "Error: Cannot find module 'express-nope'"],
  ['gyp_python', 'build', 'gyp ERR! find Python You need to install the latest version of Python.'],
  ['gyp_make', 'build', 'gyp ERR! stack Error: not found: make'],
  ['sharp', 'build', 'Could not load the "sharp" module using the linuxmusl-x64 runtime'],
  ['musl_glibc', 'build', "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found"],
  ['prisma_ssl', 'build', 'Error loading shared library libssl.so.1.1: libssl.so.1.1: cannot open shared object file'],
  ['openssl_legacy', 'build', 'Error: error:0308010C:digital envelope routines::unsupported'],
  ['pip_pep668', 'server', 'error: externally-managed-environment'],
  ['pip_wheel', 'build', 'ERROR: Failed building wheel for psycopg2'],
  ['pg_config', 'build', 'Error: pg_config executable not found.'],
  ['mysqlclient', 'build', 'Exception: Can not find valid pkg-config name.'],
  ['c_header', 'build', 'fatal error: openssl/ssl.h: No such file or directory'],
  ['shared_lib', 'build', 'ImportError: libGL.so.1: cannot open shared object file: No such file or directory'],
  ['py_version', 'build', "ERROR: Package 'x' requires a different Python: 3.13.1 not in '<3.13,>=3.10'"],
  ['py_module', 'build', "ModuleNotFoundError: No module named 'gunicorn'"],
  [
    'django_hosts',
    'container',
    "Invalid HTTP_HOST header: 'x.shop.example'. You may need to add 'x.shop.example' to ALLOWED_HOSTS."
  ],
  ['rails_secret', 'build', "ArgumentError: Missing `secret_key_base` for 'production' environment"],
  [
    'bundler_platform',
    'build',
    'Your bundle only supports platforms ["arm64-darwin-23"] but your local platform is x86_64-linux.'
  ],
  ['go_toolchain', 'build', 'go: go.mod requires go >= 1.24 (running go 1.22.5; GOTOOLCHAIN=local)'],
  [
    'cargo_edition',
    'build',
    'error: package `x` cannot be built because it requires rustc 1.85 or newer, while rustc 1.75 is not supported by'
  ],
  ['java_release', 'build', 'Fatal error compiling: error: release version 21 not supported'],
  ['composer_ext', 'build', '- laravel/framework requires ext-mbstring * -> it is missing from your system.'],
  ['dockerfile_copy', 'build', 'failed to compute cache key: failed to calculate checksum of ref: "/dist": not found'],
  ['dockerfile_syntax', 'build', 'dockerfile parse error on line 3: unknown instruction: FORM'],
  ['git_auth', 'build', "fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
  ['git_lfs', 'build', 'git-lfs filter-process: git-lfs: not found'],
  ['env_missing', 'build', 'error: Environment variable not found: DATABASE_URL.'],
  ['db_refused', 'container', "Error: P1001: Can't reach database server at `localhost:5432`"],
  ['db_host', 'container', 'Error: getaddrinfo ENOTFOUND postgres-nope.invalid'],
  ['db_starting', 'container', 'FATAL:  the database system is starting up'],
  ['db_auth', 'container', 'FATAL:  password authentication failed for user "app"'],
  ['db_missing', 'container', 'FATAL:  database "app" does not exist'],
  ['migration', 'container', 'ERROR:  relation "users" does not exist'],
  [
    'pg_version',
    'container',
    'DETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 17.'
  ],
  ['pg18_volume', 'container', 'Error: in 18+, these Docker images are configured to store database data in a'],
  ['pg_nopass', 'container', 'Error: Database is uninitialized and superuser password is not specified.'],
  ['redis_overcommit', 'container', 'WARNING Memory overcommit must be enabled!'],
  [
    'es_maxmap',
    'container',
    'max virtual memory areas vm.max_map_count [65530] is too low, increase to at least [262144]'
  ],
  ['bind_localhost', 'container', 'dial tcp 172.18.0.5:3000: connect: connection refused'],
  [
    'acme_rate_domain',
    'certificate',
    'too many certificates (50) already issued for "shop.example" in the last 168h0m0s, retry after 2026-11-24 09:00:00 UTC'
  ],
  [
    'acme_rate_exact',
    'certificate',
    'too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s'
  ],
  [
    'acme_rate_fail',
    'certificate',
    'too many failed authorizations (5) for "x.shop.example" in the last 1h0m0s, retry after'
  ],
  [
    'acme_nxdomain',
    'certificate',
    'DNS problem: NXDOMAIN looking up A for x.shop.example - check that a DNS record exists for this domain'
  ],
  ['acme_timeout', 'certificate', 'Timeout during connect (likely firewall problem)'],
  ['acme_caa', 'certificate', 'While processing CAA for example.com: CAA record for example.com prevents issuance'],
  ['acme_unauth', 'certificate', 'Invalid response from http://x/.well-known/acme-challenge/abc: 404'],
  ['acme_badnonce', 'certificate', 'urn:ietf:params:acme:error:badNonce'],
  ['cf_52x', 'probe', 'error code: 526'],
  ['redirect_loop', 'probe', 'curl: (47) Maximum (50) redirects followed'],
  ['ovh_oos', 'purchase', '24ska01 is not available in gra'],
  ['ovh_nopay', 'purchase', 'no default payment found'],
  ['hetzner_rl', 'purchase', '{"error":{"status":403,"code":"RATE_LIMIT_EXCEEDED","max_request":200,"interval":3600}}'],
  ['hetzner_401', 'purchase', '{"error":{"status":401,"code":"UNAUTHORIZED"}}'],
  ['hcloud_stock', 'purchase', '{"error":{"code":"resource_unavailable","message":"error during placement"}}']
];
