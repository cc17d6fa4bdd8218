/** What goes into a tar: directories are implied by the paths. */
export interface TarMember {
  name: Buffer;
  kind: 'file' | 'executable' | 'link';
  content: Buffer;
}

const block = 512;

/** The last second that a tar header can hold. */
export const lastSecond = 0o77777777777;

/** One member as POSIX tar (pax where the name or the link's target is long), owned by root. `time` is in seconds, 0 to `lastSecond`. */
export function tarMember(member: TarMember, time: number): Buffer {
  const link = member.kind === 'link';
  const target = link ? member.content : Buffer.alloc(0);
  const body = link ? Buffer.alloc(0) : member.content;
  const mode = member.kind === 'executable' ? 0o755 : link ? 0o777 : 0o644;
  const records = [
    ...(member.name.length > 100 ? [paxRecord('path', member.name)] : []),
    ...(target.length > 100 ? [paxRecord('linkpath', target)] : [])
  ];
  const parts = [
    header(member.name.subarray(0, 100), target.subarray(0, 100), body.length, mode, time, link ? '2' : '0'),
    padded(body)
  ];
  if (records.length === 0) return Buffer.concat(parts);
  const pax = Buffer.concat(records);
  return Buffer.concat([
    header(Buffer.from('pax'), Buffer.alloc(0), pax.length, 0o644, time, 'x'),
    padded(pax),
    ...parts
  ]);
}

/** The two empty blocks that end a tar. */
export const tarEnd = (): Buffer => Buffer.alloc(2 * block);

function header(name: Buffer, target: Buffer, size: number, mode: number, time: number, type: string): Buffer {
  const bytes = Buffer.alloc(block);
  const octal = (value: number, at: number, length: number) =>
    bytes.write(value.toString(8).padStart(length - 1, '0') + '\0', at, 'latin1');
  name.copy(bytes, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(time, 136, 12);
  bytes.write(' '.repeat(8), 148, 'latin1');
  bytes.write(type, 156, 'latin1');
  target.copy(bytes, 157);
  bytes.write('ustar\x0000', 257, 'latin1');
  let sum = 0;
  for (const byte of bytes) sum += byte;
  bytes.write(sum.toString(8).padStart(6, '0') + '\0 ', 148, 'latin1');
  return bytes;
}

function padded(body: Buffer): Buffer {
  const rest = body.length % block;
  return rest === 0 ? body : Buffer.concat([body, Buffer.alloc(block - rest)]);
}

/** `LENGTH key=value\n`, where LENGTH counts itself. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = key.length + value.length + 3;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length = rest + String(length).length;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from('\n')]);
}
