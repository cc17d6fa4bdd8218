import { commandLine } from './quote.ts';

/**
 * The bash texts that stand on the server's side of an exec. Each is the argument of `bash -c`, gets its parameters as $1 …,
 * speaks raw output on standard output, and lines that start with `hydron:` on standard error.
 *
 * An exec is a folder: script, environment (gone once read), out, boot (the boot it started in), ran (made once, by the
 * unit itself) and exit (systemd's result, how it exited, its status). The folder appears whole, by a rename that fails where
 * it exists, and the unit's first act is to make `ran`: so whatever is sent twice or cut off, the script runs once.
 */
export const execFolder = '/var/lib/hydron/execs';

const common = `set -u; umask 077
root=${execFolder} dir=${execFolder}/$1 unit=hydron-exec-$1
say() { printf 'hydron:%s\\n' "$*" >&2; }
[ "$EUID" = 0 ] || { say problem not-root; exit 0; }
[ -d /run/systemd/system ] || { say problem no-systemd; exit 0; }
boot=$(</proc/sys/kernel/random/boot_id)
active() { case $(systemctl show -p ActiveState --value "$unit") in inactive|failed) return 1 ;; esac; }
`;

// $2 offset, $3 seconds, $4 bytes of the script, $5 bytes of the environment; both follow on standard input, then a line `end`.
const follow = `${common}
if [ -e "$dir" ]; then
  head -c $(($4 + $5)) >/dev/null
else
  new=$root/.new-$1-$$
  mkdir -p "$new"
  head -c "$4" >"$new/script"; head -c "$5" >"$new/environment"; : >"$new/out"
  printf '%s' "$boot" >"$new/boot"
  printf '%s\\n' "mkdir $dir/ran || exit 0" \\
    "while IFS= read -r -d '' pair; do export \\"\\$pair\\"; done <$dir/environment" "rm -f $dir/environment" \\
    'export HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive; cd /root; umask 022' "exec bash $dir/script" >"$new/run"
  printf '%s\\n' "[ -e $dir/exit ] && exit 0" \\
    "printf '%s %s %s' \\"\\$SERVICE_RESULT\\" \\"\\$EXIT_CODE\\" \\"\\$EXIT_STATUS\\" >$dir/exit.new && mv -T $dir/exit.new $dir/exit" \\
    "rm -f $dir/environment" \\
    "find $root -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} +" >"$new/stop"
  IFS= read -r last
  if [ "\${last-}" != end ]; then rm -rf "$new"; exit 0; fi
  mv -T "$new" "$dir" 2>/dev/null || rm -rf "$new"
fi
if [ ! -e "$dir/exit" ] && [ ! -e "$dir/ran" ]; then
  printf '%s' "$boot" >"$dir/boot"
  why=$(systemd-run --quiet --collect --unit="$unit" --description="Hydron exec $1" \\
    -p KillMode=control-group -p TimeoutStopSec=10 -p RuntimeMaxSec="$3" -p OOMPolicy=stop -p StandardInput=null \\
    -p StandardOutput=append:"$dir/out" -p StandardError=append:"$dir/out" -p ExecStopPost="/bin/bash $dir/stop" \\
    -- /bin/bash "$dir/run" 2>&1) || [ -e "$dir/ran" ] || [ -e "$dir/exit" ] || active || { say problem start "$why"; exit 0; }
fi
say started
( exec 3<&0; turns=0
  until [ -e "$dir/exit" ]; do
    [ "$(<"$dir/boot")" = "$boot" ] || exit 0
    if ((turns < 100)); then pause=0.005; else pause=0.03; fi
    read -rt $pause -u 3; [ $? -gt 128 ] || { kill $$; exit 0; }
    if ((++turns % 100 == 0)) && ! active && [ ! -e "$dir/exit" ]; then exit 0; fi
  done ) <&0 &
tail -s 0.01 -c +$(($2 + 1)) -f --pid=$! "$dir/out"
if [ -e "$dir/exit" ]; then say exit "$(<"$dir/exit")"; else say exit lost lost 0; fi
`;

const stand = `
[ -d "$dir" ] || { say none; exit 0; }
tail -c 6000 "$dir/out"
say bytes "$(stat -c %s "$dir/out")"
if [ -e "$dir/exit" ]; then say exit "$(<"$dir/exit")"
elif [ "$(<"$dir/boot")" = "$boot" ] && { active || [ -e "$dir/exit" ]; }; then
  if [ -e "$dir/exit" ]; then say exit "$(<"$dir/exit")"; else say running; fi
elif [ -e "$dir/ran" ]; then say exit lost lost 0
else say none; fi
`;

const end = `
ended() { for ((i = 0; i < $1; i++)); do { [ -e "$dir/exit" ] || ! active; } && return 0; sleep 0.1; done; return 1; }
systemctl kill "$unit" 2>/dev/null
ended 50 || { systemctl kill --signal=KILL "$unit" 2>/dev/null; ended 50; }
`;

const asRoot = (user: string) => (user === 'root' ? [] : ['sudo', '-n']);

/** Starts the exec if it was never started, and follows its output from a byte offset until its end. */
export const followCommand = (
  user: string,
  exec: { id: string; offset: number; timeout: number; scriptBytes: number; environmentBytes: number }
): string =>
  commandLine(
    ...asRoot(user),
    'bash',
    '-c',
    follow,
    'hydron',
    exec.id,
    exec.offset,
    exec.timeout,
    exec.scriptBytes,
    exec.environmentBytes
  );

/** Says how an exec stands, with the end of its output. */
export const stateCommand = (user: string, id: string): string =>
  commandLine(...asRoot(user), 'bash', '-c', common + stand, 'hydron', id);

/** Ends the whole unit, first kindly, and says how the exec stands then. */
export const endCommand = (user: string, id: string): string =>
  commandLine(...asRoot(user), 'bash', '-c', common + end + stand, 'hydron', id);

/** What an exec's lines on standard error said. */
export interface Word {
  started: boolean;
  none: boolean;
  running: boolean;
  bytes: number | null;
  exit: { result: string; code: number | null } | null;
  problem: { kind: string; detail: string } | null;
  rest: string;
}

/** Reads the lines that the texts above speak; `rest` is what others said, such as sudo. */
export function readWord(text: string): Word {
  const word: Word = { started: false, none: false, running: false, bytes: null, exit: null, problem: null, rest: '' };
  for (const line of text.split('\n')) {
    const [, verb, detail = ''] = /^hydron:(\S+) ?(.*)$/.exec(line) ?? [];
    if (verb === 'started') word.started = true;
    else if (verb === 'none') word.none = true;
    else if (verb === 'running') word.running = true;
    else if (verb === 'bytes') word.bytes = Number(detail);
    else if (verb === 'exit') word.exit = readExit(detail);
    else if (verb === 'problem')
      word.problem = { kind: detail.split(' ')[0]!, detail: detail.split(' ').slice(1).join(' ') };
    else if (line !== '') word.rest += `${line}\n`;
  }
  return word;
}

// systemd calls an end by TERM a success, since that is how it stops services itself.
function readExit(text: string): { result: string; code: number | null } {
  const [result = 'lost', how = '', status = ''] = text.split(' ');
  const code = how === 'exited' ? Number(status) : null;
  if (result !== 'success') return { result, code };
  return code === null ? { result: 'signal', code } : { result: code === 0 ? 'success' : 'exit-code', code };
}
