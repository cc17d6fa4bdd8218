import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { text } from '../../reading/formats.ts';
import { versionFile } from '../../reading/version-file.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { expandScript, type Command } from './commands.ts';
import { entriesOfCommand, usualEntries } from './entry.ts';
import { dependencyOf, type NodePackage } from './package.ts';
import type { StatedVersion } from './runtime.ts';
import type { Workspace } from './workspace.ts';

/** The release line of Bun that is used where no file states one. */
const current = '1';

const startedByBun =
  /(?:^|&&|;)\s*(?:[A-Z_]+=\S+\s+)*bun\s+(?:(?:--bun|--smol|run|start|--hot|-\w)\s+)*(?:\.{0,2}\/)?[\w@./-]+\.[cm]?[jt]sx?\b/;
const onlyInBun = /\bBun\.(?:serve|file|env|sql|spawn|version|listen)\b|\bfrom\s+["']bun(?::\w+)?["']/;

/**
 * The version of Bun that runs an app: where its start command is Bun's, its code uses what only Bun has, or it is an Elysia app that
 * is installed with Bun. Null where Node runs it, as it does what Bun merely installs.
 */
export async function bunRuntimeOf(
  reader: Reader,
  app: NodePackage,
  workspace: Workspace,
  start: Command | null
): Promise<StatedVersion | null> {
  if (start === null) return null;
  const script = /^(?:npm|bun) run ([\w:.-]+)$/.exec(start.text)?.[1];
  const command = script ? expandScript(app, script) : start.text;
  const byCommand = startedByBun.test(command) || /^bun\s+[\w@./-]+$/.test(command);
  if (!byCommand && workspace.manager !== 'bun') return null;
  if (!byCommand && /\bnode\s|\btsx\b|\bts-node\b/.test(command)) return null;
  const elysia = dependencyOf(app, 'elysia');
  const entries = await reader.read(
    [...entriesOfCommand(reader, app.folder, command), ...usualEntries(reader, app.folder)].slice(0, 3),
    'entry point'
  );
  const code = entries.find((file) => onlyInBun.test(file.text));
  if (!byCommand && !elysia && !code) return null;
  const stated =
    (await versionFile(reader, app.folder, '.bun-version', 'bun')) ??
    (await toolVersion(reader, app.folder, ['bun'])) ??
    inManifest(app, workspace);
  const said = code ? evidenceOf(code, onlyInBun, 0.8) : (elysia?.evidence ?? start.evidence);
  return stated ?? { version: current, evidence: { ...said, confidence: 0.6 } };
}

function inManifest(app: NodePackage, { rootPackage }: Workspace): StatedVersion | null {
  for (const each of rootPackage && rootPackage !== app ? [app, rootPackage] : [app]) {
    const version =
      /^bun@(\d[\d.]*)/.exec(each.packageManager ?? '')?.[1] ??
      /^\s*v?(\d+(?:\.\d+){0,2})\s*$/.exec(text(each.engines.bun) ?? '')?.[1];
    if (version) return { version, evidence: evidenceOfFile(each.file.path, `bun ${version}`, 0.95) };
  }
  return null;
}

/** A command that npm would run, as Bun runs it. */
export const byBun = (command: string): string =>
  command
    .replace(/^npm (?:run )?(?=[\w:.-]+$)/, 'bun run ')
    .replace(/^npx /, 'bunx ')
    .replace(/^(?:tsx|node) (?=[\w./-]+\.[cm]?[jt]sx?$)/, 'bun ');
