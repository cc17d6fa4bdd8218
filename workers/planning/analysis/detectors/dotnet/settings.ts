import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { Evidence } from '../../../../domain/evidence.ts';
import type { StatedVariable, StoreHint } from '../../detector.ts';
import { evidenceOfKey } from '../../reading/evidence.ts';
import { readJson, record, text, type Raw } from '../../reading/formats.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { storeOfUrl } from '../../stores.ts';

/** One setting of appsettings.json by its path of keys. */
export interface AppSetting {
  keys: string[];
  value: string;
  evidence: Evidence;
}

/** With less room than this left, the files that say most come first. */
const roomy = 50;

/** The settings of a project as they stand in production; what is for development alone is left out. */
export async function readAppSettings(reader: Reader, folder: string): Promise<AppSetting[]> {
  const names = reader.room > roomy ? ['appsettings.json', 'appsettings.Production.json'] : ['appsettings.json'];
  const paths = names.map((name) => reader.tree.first(folder, name)).filter((path) => path !== null);
  const found = new Map<string, AppSetting>();
  for (const file of await reader.read(paths, 'settings')) flatten(found, file, readJson(reader, file), []);
  return [...found.values()];
}

function flatten(found: Map<string, AppSetting>, file: SourceFile, value: Raw, keys: string[]): void {
  if (keys.length > 8 || found.size > 1000) return;
  const said = text(value);
  if (said !== null && keys.length > 0)
    found.set(keys.join(':').toLowerCase(), { keys, value: said, evidence: evidenceOfKey(file, keys) });
  for (const [key, inner] of Object.entries(record(value))) flatten(found, file, inner, [...keys, key]);
}

/** The name by which the environment overrules a setting. */
export const variableOf = (keys: string[]): string => keys.flatMap((key) => key.split(':')).join('__');

const forms: [RegExp, DatastoreKind][] = [
  [/\bData ?Source\s*=\s*[^;=]*\.(?:db3?|sqlite3?)\b|\bFilename\s*=|\bData ?Source\s*=\s*:memory:/i, 'sqlite'],
  [
    /\blocaldb\b|\bInitial Catalog\s*=|\bTrusted_Connection\s*=|\bTrustServerCertificate\s*=|\bMultipleActiveResultSets\s*=|,1433\b/i,
    'mssql'
  ],
  [/(?:^|;)\s*Host\s*=|\bPort\s*=\s*5432\b|\bSearch Path\s*=/i, 'postgres'],
  [/\bPort\s*=\s*3306\b|\bUid\s*=|\bSslMode\s*=\s*none\b|\bAllowPublicKeyRetrieval\s*=/i, 'mysql'],
  [/:6379\b|\babortConnect\s*=/, 'redis'],
  [/:5672\b/, 'rabbitmq']
];

/** The kind of datastore that a connection string of .NET leads to, by the words that only one kind takes; null where none is among them. */
export const storeOfConnection = (value: string): DatastoreKind | null =>
  storeOfUrl(value) ?? forms.find(([pattern]) => pattern.test(value))?.[1] ?? null;

const connection = ({ keys }: AppSetting) => keys.length === 2 && /^connectionstrings$/i.test(keys[0]!);

/** Datastores that connection strings and addresses in the settings lead to. */
export const storesIn = (settings: AppSetting[]): StoreHint[] =>
  settings.flatMap((setting) => {
    const kind = connection(setting) ? storeOfConnection(setting.value) : storeOfUrl(setting.value);
    if (!kind) return [];
    return {
      kind,
      name: null,
      version: null,
      strength: kind === 'sqlite' ? ('embedded' as const) : ('needed' as const),
      reason: `the settings lead to it as ${setting.keys.join(':')}`,
      evidence: setting.evidence
    };
  });

const blank = /^(?:|<.*>|\[.*\]|\{.*\}|your.*|change.?me.*|x{3,}|\*+|todo|secret|placeholder)$/i;
const guarded =
  /(?:secret|password|apikey|api_key|clientid|connectionstring|privatekey|signingkey|encryptionkey|accesskey|token)$/i;

/** The settings that a server must be told: connections, and what the file leaves open or would give away. */
export const variablesIn = (settings: AppSetting[]): StatedVariable[] =>
  settings
    .filter((setting) => {
      const last = setting.keys.at(-1)!;
      return (
        connection(setting) ||
        storeOfUrl(setting.value) !== null ||
        (guarded.test(last) && setting.keys[0] !== 'Logging')
      );
    })
    .map((setting) => {
      const leads = connection(setting) || storeOfUrl(setting.value) !== null;
      const open = blank.test(setting.value.trim());
      return {
        name: variableOf(setting.keys),
        default: open ? null : setting.value,
        required: leads && storeOfConnection(setting.value) !== 'sqlite' ? true : null,
        buildTime: false,
        generated: false,
        describes: '',
        origin: 'framework' as const,
        evidence: setting.evidence
      };
    });

/** The port of an address that the settings make the server listen on. */
export function portIn(settings: AppSetting[]): { port: number; evidence: Evidence } | null {
  const stated = settings.find(({ keys }) => /^(?:kestrel:endpoints:http:url|urls|http_ports)$/i.test(keys.join(':')));
  const port = Number(/(?:^|:)(\d{2,5})\/?(?:;|$)/.exec(stated?.value ?? '')?.[1] ?? 0);
  return stated && port > 0 && port < 65536 ? { port, evidence: stated.evidence } : null;
}
