import { bareProcess, type App, type Dependency, type Detector } from '../detector.ts';
import { writeGleam } from '../dockerfile-writer/gleam.ts';
import { evidenceOf, evidenceOfFile, evidenceOfKey } from '../reading/evidence.ts';
import { dig, readToml, record, text } from '../reading/formats.ts';
import { nameOf } from '../reading/paths.ts';
import { floorLine } from '../reading/ranges.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { toolVersion } from '../reading/tool-versions.ts';

/** Gleam on Erlang: programs that serve with Wisp, Mist or another server, run as a shipment. */
export const gleam: Detector = {
  name: 'gleam',
  manifests: /^gleam\.toml$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'gleam.toml'), 'manifest');
    return file ? describe(reader, folder, file) : null;
  }
};

const frameworks = ['wisp', 'mist', 'ewe', 'elli', 'gleam_elli', 'gleam_cowboy'];
const gleamDefault = '1.13';

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const toml = readToml(reader, file);
  const name = text(dig(toml, 'name')) ?? '';
  const dependencies = dependenciesOf(toml, file);
  const framework = frameworks.find((each) => dependencies.some((one) => one.name === each && !one.development));
  const main = /^[a-z]\w*$/.test(name)
    ? await reader.one(reader.tree.first(folder, `src/${name}.gleam`), 'entry point')
    : null;
  const starts = /^pub fn main\b/m.test(main?.text ?? '') && text(dig(toml, 'target')) !== 'javascript';
  const tool = await toolVersion(reader, folder, ['gleam']);
  const stated = floorLine(tool?.version ?? text(dig(toml, 'gleam')) ?? '');
  const by = dependencies.find((each) => each.name === framework);
  return {
    path: folder,
    name: folder === '.' ? name.replaceAll('_', '-') : nameOf(folder),
    language: 'Gleam',
    framework: framework ?? null,
    runtimeVersion: stated ?? gleamDefault,
    packageManager: 'gleam',
    buildCommand: 'gleam export erlang-shipment',
    releaseCommand: null,
    health: null,
    defaultPort: framework ? 8000 : null,
    processes:
      starts && main
        ? [
            bareProcess(framework ? 'web' : 'worker', '/app/entrypoint.sh run', {
              startCommand: evidenceOf(main, /^pub fn main\b/m, 0.9)
            })
          ]
        : [],
    dependencies,
    entries: main
      ? [
          main.path,
          ...reader.tree
            .below(folder, /(?:^|\/)src\/(?:\w+\/)*(?:router|web|config|env|server|app)\.gleam$/)
            .slice(0, 8)
        ]
      : [],
    variables: [],
    stores: [],
    serves: [],
    evidence: {
      language: evidenceOfFile(file.path, 'gleam.toml', 1),
      packageManager: evidenceOfFile(file.path, 'gleam.toml', 1),
      runtimeVersion:
        tool?.evidence ??
        (stated ? evidenceOfKey(file, ['gleam'], 0.9) : evidenceOfFile(file.path, 'no version is stated', 0.4)),
      ...(by ? { framework: by.evidence } : {})
    },
    write: (facts) =>
      writeGleam(
        { folder, version: stated ?? gleamDefault, locked: reader.tree.first(folder, 'manifest.toml') !== null },
        facts
      )
  };
}

function dependenciesOf(toml: unknown, file: SourceFile): Dependency[] {
  const listed = (key: string, development: boolean) =>
    Object.entries(record(dig(toml, key))).map(([name, version]) => ({
      name,
      version: text(version),
      development,
      evidence: evidenceOfKey(file, [name])
    }));
  return [...listed('dependencies', false), ...listed('dev-dependencies', true), ...listed('dev_dependencies', true)];
}
