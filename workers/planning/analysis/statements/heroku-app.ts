import type { Statements, StatedVariable, StoreHint } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readJson, record, text, type Raw } from '../reading/formats.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { storeOfAddon } from './addons.ts';
import { bareStatement, command, stated, statedStore, statingFiles } from './statement.ts';

/** What `app.json` says to Heroku and its kin: variables, add-ons and what runs after the first deploy. */
export async function readHerokuApps(reader: Reader): Promise<Statements> {
  const found: Statements = { services: [], about: [], stores: [] };
  for (const path of statingFiles(reader.tree, /^app\.json$/, 3)) {
    const file = await reader.one(path, 'platform file');
    const body = record(readJson(reader, file));
    if (!file || !isHeroku(body)) continue;
    const statement = bareStatement(path, '', folderOf(path));
    statement.variables = variablesOf(file, record(body.env));
    const after = command(dig(body, 'scripts', 'postdeploy'));
    if (after !== null && /migrat|db:prepare|upgrade head/.test(after)) {
      statement.releaseCommand = after;
      statement.evidence.releaseCommand = evidenceOfKey(file, ['scripts', 'postdeploy'], 0.6);
    }
    found.about.push(statement);
    found.stores.push(...storesOf(file, list(body.addons)));
  }
  return found;
}

/** Other tools keep an `app.json` too, such as Expo's settings of a mobile app. */
const isHeroku = (body: Record<string, Raw>) =>
  body.expo === undefined &&
  body.pages === undefined &&
  ['env', 'addons', 'buildpacks', 'formation', 'scripts', 'repository', 'stack'].some((key) => body[key] !== undefined);

const variablesOf = (file: SourceFile, env: Record<string, Raw>): StatedVariable[] =>
  Object.entries(env)
    .slice(0, 300)
    .map(([name, raw]) => {
      const said = record(raw);
      const value = text(raw) ?? text(said.value);
      return stated(file, name, ['env', name], {
        default: value === '' ? null : value,
        required: said.required === false ? false : text(raw) === null ? true : null,
        generated: said.generator === 'secret',
        describes: text(said.description) ?? ''
      });
    })
    .filter((each) => each !== null);

const storesOf = (file: SourceFile, plans: Raw[]): StoreHint[] =>
  plans.slice(0, 20).flatMap((each) => {
    const plan = text(each) ?? text(record(each).plan) ?? '';
    const kind = storeOfAddon(plan);
    return kind ? [statedStore(file, kind, null, `adds ${plan}`, ['addons', plan])] : [];
  });
