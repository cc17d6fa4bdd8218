import type { Patch } from '../../domain/artifact.ts';
import type { Datastore } from '../../domain/analysis.ts';
import type { Service } from '../../domain/service.ts';
import { nodeLines } from '../analysis/detectors/node/runtime.ts';
import { withVersion } from './dockerfiles.ts';
import { kindOf, named } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { listed, only, type Clause, wordSet } from './words.ts';

interface Runtime {
  title: string;
  words: string[];
  language: RegExp;
  images: string[];
}

/** What a service may run on, how people call it, and the images that hold it. */
const runtimes: Runtime[] = [
  {
    title: 'Node',
    words: ['node', 'nodejs', 'node.js'],
    language: /^(?:javascript|typescript|node)/i,
    images: ['node']
  },
  { title: 'Python', words: ['python', 'py', 'cpython'], language: /^python/i, images: ['python'] },
  { title: 'Ruby', words: ['ruby'], language: /^ruby/i, images: ['ruby'] },
  { title: 'PHP', words: ['php'], language: /^php/i, images: ['php', 'dunglas/frankenphp'] },
  {
    title: 'Java',
    words: ['java', 'jdk', 'jre', 'openjdk'],
    language: /^(?:java|kotlin|scala)\b/i,
    images: ['eclipse-temurin', 'openjdk', 'amazoncorretto']
  },
  { title: 'Elixir', words: ['elixir'], language: /^elixir/i, images: ['elixir'] },
  { title: 'Rust', words: ['rust'], language: /^rust/i, images: ['rust'] },
  {
    title: '.NET',
    words: ['dotnet', '.net'],
    language: /^(?:c#|f#|\.net|dotnet)/i,
    images: ['mcr.microsoft.com/dotnet/sdk', 'mcr.microsoft.com/dotnet/aspnet']
  },
  { title: 'Bun', words: ['bun'], language: /^bun/i, images: ['oven/bun'] },
  { title: 'Deno', words: ['deno'], language: /^deno/i, images: ['denoland/deno'] },
  { title: 'Go', words: ['go', 'golang'], language: /^go\b/i, images: ['golang'] }
];

const talk = wordSet(`
  use set run runs with switch upgrade downgrade update change bump move make need take to build version versions
  of on for in runtime at is be from it go v everywhere engine image
`);
const bumps = wordSet('version upgrade downgrade update bump');
const number = /^v?(\d{1,4}(?:\.\d{1,4}){0,2})(?:\.x)?$/;
const glued = /^([a-z.]{2,20}?)[:@=-]?v?(\d{1,4}(?:\.\d{1,4}){0,2})$/;

/** The version that a service runs on, or that of a datastore. */
export function versionWish(clause: Clause, plans: Plans): Outcome | null {
  const words = clause.words.flatMap((word) => {
    const parts = glued.exec(word);
    return parts && (runtimeOf(parts[1]!) || kindOf(parts[1]!, plans.analysis)) ? [parts[1]!, parts[2]!] : [word];
  });
  const versions = words.filter((word) => number.test(word));
  if (versions.length !== 1) return null;
  const version = number.exec(versions[0]!)![1]!;
  const others = words.filter((word) => !number.test(word));
  const software = others.filter((word) => runtimeOf(word) ?? kindOf(word, plans.analysis));
  const what = software.length > 1 ? software.filter((word) => word !== 'go') : software;
  if (what.length > 1 || (what.length === 0 && !others.some((word) => bumps.has(word)))) return null;
  const rest = others.filter((word) => word !== what[0] && !talk.has(word));
  if (what[0] === 'go' && rest.length > 0 && named(rest.join(' '), plans) === null) return null;
  const about = rest.length === 0 ? null : named(rest.join(' '), plans);
  if (rest.length > 0 && !about?.units) return null;
  const names = about?.units?.map(({ name }) => name) ?? null;
  return what[0] ? ofSoftware(what[0], version, names, plans, others) : ofUnits(version, names, plans);
}

const runtimeOf = (word: string): Runtime | undefined => runtimes.find(({ words }) => words.includes(word));

function ofSoftware(
  word: string,
  version: string,
  names: string[] | null,
  plans: Plans,
  words: string[]
): Outcome | null {
  const runtime = runtimeOf(word);
  if (!runtime) {
    const kind = kindOf(word, plans.analysis);
    const stores = plans.analysis.datastores.filter(
      (store) => store.kind === kind && (names?.includes(store.name) ?? true)
    );
    return stores.length > 0 &&
      only(
        words.filter((each) => each !== word && !(names ?? []).includes(each)),
        talk,
        new Set(['database', 'db', 'cache'])
      )
      ? storeVersion(stores, version)
      : null;
  }
  const running = plans.analysis.services.filter(
    ({ language, acceptance }) => acceptance !== 'rejected' && runtime.language.test(language ?? '')
  );
  const chosen = names ? plans.analysis.services.filter(({ name }) => names.includes(name)) : running;
  const wrong = chosen.filter((service) => !running.includes(service));
  if (chosen.length === 0) return tell(`No service here runs on ${runtime.title}: ${spoken(plans.analysis.services)}.`);
  if (wrong.length > 0) return tell(`${spoken(wrong)}, not ${runtime.title}.`);
  return runtimeVersion(chosen, runtime, version);
}

const spoken = (services: Service[]) =>
  listed(services.map(({ name, language }) => `${name} is ${language ?? 'a ready image'}`));

function ofUnits(version: string, names: string[] | null, plans: Plans): Outcome | null {
  if (!names) return null;
  const stores = plans.analysis.datastores.filter(({ name }) => names.includes(name));
  if (stores.length > 0) return storeVersion(stores, version);
  const chosen = plans.analysis.services.filter(({ name }) => names.includes(name));
  const runtime = runtimes.find(({ language }) => chosen.every((service) => language.test(service.language ?? '')));
  return runtime && chosen.length > 0 ? runtimeVersion(chosen, runtime, version) : null;
}

/** Why there is no image of a version, or null. */
function unbuilt({ title }: Runtime, version: string): Outcome | null {
  const [major = 0, minor = 10] = version.split('.').map(Number);
  if (title === 'Node' && !nodeLines.includes(major))
    return tell(
      `Node has release lines that still get fixes: ${listed(nodeLines.map(String))}. Choose one of them.`,
      nodeLines.map((line) => ({ label: `Node ${line}`, command: `use Node ${line}` }))
    );
  if (title === 'Python' && (major !== 3 || minor < 10 || !version.includes('.')))
    return tell('Python is chosen by its minor version, 3.10 or newer, such as Python 3.13.');
  return null;
}

function runtimeVersion(services: Service[], runtime: Runtime, version: string): Outcome {
  const none = unbuilt(runtime, version);
  if (none) return none;
  const free = services.filter((service) => service.dockerfile?.origin === 'generated');
  const fixed = services.filter((service) => !free.includes(service));
  const patch = free.flatMap(({ name, dockerfile }): Patch => {
    const text = withVersion(dockerfile!.text, runtime.images, version);
    return [
      set(`/services/${name}/runtimeVersion`, version),
      ...(text === dockerfile!.text ? [] : [set(`/services/${name}/dockerfile/text`, text)])
    ];
  });
  const own =
    fixed.length > 0
      ? `${listed(fixed.map(({ name }) => name))} ${fixed.length === 1 ? 'comes with its' : 'come with their'} own Dockerfile or image, which Hydron leaves as it is: change the version there.`
      : '';
  if (free.length === 0) return tell(own);
  const names = listed(free.map(({ name }) => name));
  return change(`${names} now ${free.length === 1 ? 'runs' : 'run'} on ${runtime.title} ${version}. ${own}`.trim(), {
    analysis: patch
  });
}

function storeVersion(stores: Datastore[], version: string): Outcome {
  const same = stores.every((store) => store.version === version);
  if (same) return tell(`${listed(stores.map(({ name }) => name))} is version ${version} already.`);
  const major = (text: string | null) => text?.split('.')[0];
  const moved = stores.some((store) => store.version !== null && major(store.version) !== major(version));
  return change(
    `${listed(stores.map(({ name, kind }) => (name === kind ? name : `${name} (${kind})`)))} is now version ${version}.${moved ? ' Data that an earlier run stored under another major version is not converted.' : ''}`,
    { analysis: stores.map(({ name }) => set(`/datastores/${name}/version`, version)) }
  );
}
