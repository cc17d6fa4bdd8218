import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt, evidenceOfKey } from '../../reading/evidence.ts';
import { list, readYaml, text, type Raw } from '../../reading/formats.ts';
import { nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { readHocon } from './hocon.ts';

/** One setting: its value as the file has it, placeholders and all. */
export interface Setting {
  value: string;
  evidence: Evidence;
}

/** The settings of an app by dotted key, as they stand when it runs without a profile of its own. */
export interface Settings {
  files: SourceFile[];
  get(...keys: string[]): Setting | null;
  /** The settings whose key begins so. */
  under(prefix: string): [string, Setting][];
}

const folders = [
  'src/main/resources',
  'src/main/resources/config',
  'config',
  'conf',
  '.',
  'resources',
  'src/jvmMain/resources'
];
const names = /^(?:bootstrap|application)\.(?:properties|ya?ml|conf)$|^microprofile-config\.properties$/;

/** Reads the settings of a Spring, Quarkus, Micronaut or Helidon app: its main files, then those of profiles that these switch on. */
export async function readSettings(reader: Reader, folder: string): Promise<Settings> {
  const at = (path: string) => (folder === '.' ? path : `${folder}/${path}`).replace(/^\.\//, '').replace(/\/\.$/, '');
  const paths = folders.flatMap((each) => reader.tree.named(at(each), names));
  const files = await reader.read(paths.slice(0, 4), 'settings');
  const found = new Map<string, Setting>();
  for (const file of files) take(found, reader, file, []);
  const profiles = (found.get('spring.profiles.active')?.value ?? '')
    .split(/[\s,]+/)
    .filter((name) => /^[\w-]+$/.test(name));
  if (profiles.length > 0) for (const file of files) take(found, reader, file, profiles);
  const named = new RegExp(`^application-(?:${profiles.join('|')})\\.(?:properties|ya?ml)$`);
  const more = profiles.length > 0 ? folders.flatMap((each) => reader.tree.named(at(each), named)) : [];
  const active = await reader.read(more.slice(0, 3), 'settings of a profile');
  for (const file of active) take(found, reader, file, profiles);
  return {
    files: [...files, ...active],
    get: (...keys) => keys.map((key) => found.get(relaxed(key))).find((setting) => setting !== undefined) ?? null,
    under: (prefix) => [...found].filter(([key]) => key.startsWith(prefix))
  };
}

/** Names of settings compare without dashes and case. */
const relaxed = (key: string) => key.replaceAll('-', '').toLowerCase();

function take(found: Map<string, Setting>, reader: Reader, file: SourceFile, profiles: string[]): void {
  if (nameOf(file.path).endsWith('.properties')) return takeProperties(found, file, profiles);
  if (nameOf(file.path).endsWith('.conf')) {
    for (const { key, value, offset } of readHocon(file.text))
      if (!value.startsWith('${?')) found.set(relaxed(key), { value, evidence: evidenceAt(file, offset) });
    return;
  }
  for (const document of readYaml(reader, file)) {
    const own = new Map<string, Setting>();
    flatten(own, file, document, [], 0);
    const condition = own.get('spring.config.activate.onprofile') ?? own.get('spring.profiles');
    if (condition && !applies(condition.value, profiles)) continue;
    for (const [key, setting] of own) found.set(key, setting);
  }
}

const applies = (condition: string, profiles: string[]) =>
  condition
    .split(/[\s,|()]+/)
    .some((name) => (name.startsWith('!') ? !profiles.includes(name.slice(1)) : profiles.includes(name)));

function takeProperties(found: Map<string, Setting>, file: SourceFile, profiles: string[]): void {
  let offset = 0;
  let applying = true;
  for (const line of file.text.split('\n')) {
    const match = /^\s*([^#!\s=:][^\s=:]*)\s*[=:]\s*(.*)$/.exec(line);
    if (/^#---/.test(line)) applying = true;
    else if (match && relaxed(match[1]!) === 'spring.config.activate.onprofile')
      applying = applies(match[2]!, profiles);
    const key = match?.[1]!.replace(/^["']?%prod["']?\./, '') ?? '%';
    if (match && applying && !/^["']?%/.test(key))
      found.set(relaxed(key), { value: match[2]!.trim(), evidence: evidenceAt(file, offset) });
    offset += line.length + 1;
  }
}

const deepest = 12;

function flatten(found: Map<string, Setting>, file: SourceFile, value: Raw, keys: string[], depth: number): void {
  if (keys[0] === '%prod') return flatten(found, file, value, keys.slice(1), depth);
  if (depth > deepest || found.size > 2000 || keys[0]?.startsWith('%')) return;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(found, file, inner, [...keys, key], depth + 1);
    return;
  }
  const said = Array.isArray(value) ? list(value).map(text).join(',') : text(value);
  if (said !== null && keys.length > 0)
    found.set(relaxed(keys.join('.')), { value: said, evidence: evidenceOfKey(file, keys) });
}

/** What a value is where none of the variables that it names is set: `${PORT:8080}` is `8080`; null where it has no default. */
export function fallback(value: string): string | null {
  let result = value.trim().replace(/^\$(\w+):(.*)$/, '$2');
  for (let round = 0; round < 4 && result.includes('${'); round++) {
    const inner = /\$\{[\w.-]+(?::([^{}]*))?\}/.exec(result);
    if (!inner) break;
    if (inner[1] === undefined) return null;
    result = result.slice(0, inner.index) + inner[1] + result.slice(inner.index + inner[0].length);
  }
  return result.includes('${') ? null : result;
}

/** The port that a setting names, or null. */
export function portIn(setting: Setting | null): number | null {
  const said = setting ? fallback(setting.value) : null;
  const port = /^\d{1,5}$/.test(said ?? '') ? Number(said) : 0;
  return port > 0 && port < 65536 ? port : null;
}
