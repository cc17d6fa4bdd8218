import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';
import type { Catalogue } from './catalogue.ts';
import type { Plugin, StatedVersion } from './project.ts';
import { majorOf } from './versions.ts';

const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** A script without its comments, every place where it was; texts in quotes are left alone. */
export const uncommented = (file: SourceFile): SourceFile => ({
  path: file.path,
  text: file.text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (whole, literal: string | undefined) => literal ?? blank(whole)
  )
});

/** A root script of which only what it says for all modules is left. */
export function shared(file: SourceFile): SourceFile {
  const { path, text } = uncommented(file);
  let kept = '';
  for (const match of text.matchAll(/\b(?:subprojects|allprojects)\s*\{/g)) {
    if (match.index < kept.length) continue;
    kept += blank(text.slice(kept.length, match.index));
    kept += text.slice(match.index, blockEnd(text, match.index));
  }
  return { path, text: kept };
}

/** Where the block that opens after an offset ends. */
function blockEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = text.indexOf('{', from); at >= 0 && at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Configurations of what is only there while building or testing. */
const developing =
  /^(?:test\w*|\w+Test\w*|annotationProcessor|kapt\w*|ksp\w*|compileOnly\w*|developmentOnly|testAndDevelopmentOnly|provided\w*|integrationTest\w*|jmh\w*|detekt\w*|checkstyle|errorprone|classpath|mockitoAgent|\w+Plugins?)$/;
const configuration = String.raw`\b(\w*[iI]mplementation|\w*[aA]pi|\w*[rR]untime(?:Only)?|\w*[cC]ompile(?:Only)?|developmentOnly|testAndDevelopmentOnly|annotationProcessor|kapt|ksp|classpath)`;
const wrapped = String.raw`(?:(?:platform|enforcedPlatform|testFixtures)\s*\(\s*)?`;

/** The dependencies of a script: coordinates in quotes, entries and bundles of the catalogue. */
export function dependenciesIn(file: SourceFile, catalogue: Catalogue): Dependency[] {
  const { text } = file;
  const add = (name: string, version: string | null, scope: string, offset: number): Dependency => ({
    name,
    version,
    development: developing.test(scope),
    evidence: evidenceAt(file, offset)
  });
  const coordinates = new RegExp(
    `${configuration}[\\s(]+${wrapped}["']([\\w.-]+):([\\w.-]+)(?::([^"'\\n]*))?["']`,
    'g'
  );
  const named = new RegExp(
    `${configuration}[\\s(]+group\\s*[:=]\\s*["']([\\w.-]+)["']\\s*,\\s*name\\s*[:=]\\s*["']([\\w.-]+)["']`,
    'g'
  );
  const catalogued = new RegExp(`${configuration}[\\s(]+${wrapped}libs\\.([\\w.]+)`, 'g');
  return [
    ...[...text.matchAll(coordinates), ...text.matchAll(named)].map((match) =>
      add(`${match[2]}:${match[3]}`, match[4] ?? null, match[1]!, match.index)
    ),
    ...[...text.matchAll(catalogued)].flatMap((match) =>
      catalogue.librariesOf(match[2]!).map((each) => add(each.name, each.version, match[1]!, match.index))
    )
  ].slice(0, 400);
}

/** The modules of the same build that a script uses, as `:api` or `projects.api`. */
export function modulesUsed({ text }: SourceFile): string[] {
  const main =
    /\b(implementation|api|runtimeOnly|compile)[\s(]+(?:project\s*\(\s*(?:path\s*[:=]\s*)?["'](:[\w:.-]+)["']|(projects\.[\w.]+))/g;
  return [...text.matchAll(main)].map((match) => match[2] ?? match[3]!);
}

/** The plugins of a script: `id("x")`, `kotlin("jvm")`, `alias(libs.plugins.x)`, bare names and `apply plugin`. */
export function pluginsIn(file: SourceFile, catalogue: Catalogue): Plugin[] {
  const { text } = file;
  const add = (id: string, version: string | null, offset: number): Plugin => ({
    id,
    version,
    evidence: evidenceAt(file, offset)
  });
  const isOff = (offset: number) => /^[^\n]*\bapply\s+false\b/.test(text.slice(offset, offset + 300));
  const ids = [...text.matchAll(/\bid[\s(]+["']([\w.-]+)["']\s*\)?(?:\s*\.?version[\s(]+["']([\w.-]+)["'])?/g)]
    .filter((match) => !isOff(match.index))
    .map((match) => add(match[1]!, match[2] ?? null, match.index));
  const kotlin = [...text.matchAll(/\bkotlin\(\s*["']([\w.]+)["']\s*\)/g)]
    .filter((match) => !/^stdlib|^reflect|^test/.test(match[1]!) && !isOff(match.index))
    .map((match) => add(`org.jetbrains.kotlin.${match[1]}`, null, match.index));
  const aliases = [...text.matchAll(/\balias\s*\(\s*libs\.plugins\.([\w.]+)\s*\)/g)]
    .filter((match) => !isOff(match.index))
    .flatMap((match) => {
      const plugin = catalogue.pluginOf(match[1]!);
      return plugin ? [add(plugin.name, plugin.version, match.index)] : [];
    });
  const applied = [...text.matchAll(/\bapply[\s(]+plugin\s*[:=]\s*["']([\w.-]+)["']/g)].map((match) =>
    add(match[1]!, null, match.index)
  );
  const block = /\bplugins\s*\{([^}]*)\}/.exec(text);
  const bare = [...(block?.[1] ?? '').matchAll(/^[ \t]*`?(application|war|java|groovy|java-library)`?[ \t]*$/gm)].map(
    (match) => add(match[1]!, null, block!.index + match.index)
  );
  return [...ids, ...kotlin, ...aliases, ...applied, ...bare];
}

const javaForms = [
  /JavaLanguageVersion\.of\(\s*["']?(\d+)/,
  /\bjvmToolchain[\s(]+["']?(\d+)/,
  /\boptions\.release(?:\.set)?[\s(=]+(\d+)/,
  /\bjvmTarget(?:\.set)?[\s(=]+(?:JvmTarget\.)?["']?([\w.]+)/,
  /\btargetCompatibility\s*=?\s*(?:JavaVersion\.)?["']?([\w.]+)/,
  /\bsourceCompatibility\s*=?\s*(?:JavaVersion\.)?["']?([\w.]+)/
];

/** The Java of a script: its toolchain first, then what it compiles for; a version of the catalogue is looked up there. */
export function javaIn(file: SourceFile, catalogue: Catalogue): StatedVersion | null {
  for (const form of javaForms) {
    const match = form.exec(file.text);
    const version = majorOf(match?.[1] ?? null);
    if (match && version) return { version, evidence: evidenceAt(file, match.index, 0.95) };
  }
  const named = /(?:JavaLanguageVersion\.of|jvmToolchain)\(\s*(?:libs\.versions\.)([\w.]+?)\.get\(/.exec(file.text);
  const version = named ? majorOf(catalogue.versionOf(named[1]!)) : null;
  return named && version ? { version, evidence: evidenceAt(file, named.index, 0.9) } : null;
}

/** The main class that a script states, for its jar or to run it. */
export const mainClassIn = ({ text }: SourceFile): string | null =>
  /\bmainClass(?:Name)?(?:\.set)?[\s(=]+["']([\w.$]+)["']/.exec(text)?.[1] ??
  /["']Main-Class["']\s*(?:to|:|=)\s*["']([\w.$]+)["']/.exec(text)?.[1] ??
  null;
