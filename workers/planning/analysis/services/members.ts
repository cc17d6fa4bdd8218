import type { ImageFile } from '../images/image-file.ts';
import type { App } from '../detector.ts';
import { evidenceOfFile } from '../reading/evidence.ts';
import { readJson, record, text } from '../reading/formats.ts';
import type { Reader } from '../reading/reader.ts';
import { bareProcess } from '../detector.ts';
import { bareStatement, commandOfWords } from '../statements/statement.ts';
import type { Draft } from './draft.ts';

/** What starts one app of a workspace, as a piece of a longer command. */
interface Member {
  app: App;
  command: string;
}

/** Drafts whose image starts several apps of a workspace side by side, as one draft for each of these apps. */
export function withMembers(reader: Reader, apps: App[], drafts: Draft[], images: Map<Draft, ImageFile>): Draft[] {
  return drafts.flatMap((draft) => {
    const image = images.get(draft);
    const said = draft.statement?.command ?? image?.command ?? null;
    if (!image || image.problem !== null || said === null) return [draft];
    const others = apps.filter((app) => app.processes.length > 0 && app.path !== '.');
    const members = membersOf(spelledOut(reader, image.context, said), others);
    if (members.length < 2) return [draft];
    return members.map((member) => {
      const own = memberDraft(draft, member, image);
      images.set(own, image);
      return own;
    });
  });
}

function memberDraft(draft: Draft, { app, command }: Member, image: ImageFile): Draft {
  const same = app.path === draft.path;
  const base = app.processes.find((process) => process.name === null) ?? bareProcess('web');
  const startCommand = evidenceOfFile(image.path, `its command starts ${app.path}: ${command}`, 0.85);
  const statement = same && draft.statement ? draft.statement : bareStatement(image.path, app.name, app.path);
  return {
    path: app.path,
    app,
    process: { ...base, command, evidence: { ...base.evidence, startCommand } },
    statement: {
      ...statement,
      name: app.name,
      command,
      runsIn: 'image',
      evidence: { ...statement.evidence, startCommand: { ...startCommand, path: app.evidence.path?.path ?? app.path } }
    },
    main: true
  };
}

/** A command of a workspace's root with the root's own scripts spelled out. */
function spelledOut(reader: Reader, folder: string, command: string): string {
  const path = reader.tree.first(folder, 'package.json');
  const scripts = record(record(readJson(reader, path ? reader.known(path) : null)).scripts);
  let said = command;
  for (let depth = 0; depth < 4 && said.length < 20_000; depth++) {
    const next = said.replace(
      /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)(?=["'\s;&|]|$)/g,
      (whole, name: string) => text(scripts[name]) ?? whole
    );
    if (next === said) break;
    said = next;
  }
  return said;
}

const shell = /^\s*(?:\/bin\/)?(?:ba|da|a)?sh\s+-\w*c\s+/;
const launcher = /(?:\bexec\s+)?(?:\bnpx\s+)?\b(?:concurrently|npm-run-all|run-p)\s/;

/** The apps that one command starts side by side, each with its own piece of it behind what is prepared for all. */
export function membersOf(command: string, apps: App[]): Member[] {
  const script = command.replace(shell, '').slice(0, 10_000);
  const at = launcher.exec(script)?.index ?? -1;
  const before = at > 0 ? script.slice(0, at).trim() : '';
  const pieces =
    at >= 0
      ? [...script.slice(at).matchAll(/"([^"]{1,2000})"|'([^']{1,2000})'/g)].map((match) => match[1] ?? match[2]!)
      : script.split(/\s&(?:\s|$)/);
  const found: Member[] = [];
  for (const piece of pieces.map((each) => each.trim())) {
    const app = apps.find((each) => speaksOf(piece, each));
    if (app && !found.some((each) => each.app === app)) found.push({ app, command: runnable(before, piece) });
  }
  return found;
}

/** A piece as a command that an image can be given: plain words as they are, else by a shell. */
function runnable(before: string, piece: string): string {
  const whole = /&&$/.test(before) ? `${before} ${piece}` : piece;
  return /^[\w@%+=:,./ -]+$/.test(whole) ? whole : commandOfWords(['sh', '-c', whole])!;
}

const escaped = (path: string) => path.replace(/[^\w/-]/g, '.');

/** A workspace's tool names a package by its name, with its scope or without, or by its folder; a shell goes there. */
function speaksOf(piece: string, app: App): boolean {
  const chosen = String.raw`(?:\bworkspace|--filter|-F|--scope|-w|--workspace|\bnx run)[= ]+(?:@[\w.-]+/)?${escaped(app.name)}(?=[\s.:]|$)`;
  const entered = String.raw`(?:\bcd|--prefix|--cwd|-C|--dir|\bnode|\bbun|\btsx)[= ]+(?:\S*/)?${escaped(app.path)}(?:/|\s|$)`;
  return new RegExp(`${chosen}|${entered}`).test(piece);
}
