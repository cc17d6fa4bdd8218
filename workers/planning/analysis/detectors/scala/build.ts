import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { joinPath, nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { uncommented } from '../jvm/gradle-script.ts';
import type { StatedVersion } from '../jvm/project.ts';
import { majorOf } from '../jvm/versions.ts';

/** One project of an sbt build. `id` is how sbt calls it; null for a build of one project. */
export interface SbtProject {
  id: string | null;
  folder: string;
  name: string;
  /** The part of build.sbt that is about it. */
  text: string;
  offset: number;
}

/** An sbt build: its definition, plugins and projects. */
export interface SbtBuild {
  root: string;
  file: SourceFile;
  projects: SbtProject[];
  plugins: Dependency[];
  java: StatedVersion | null;
}

/** Reads the build in a folder; null where it has no build.sbt. */
export async function readSbt(reader: Reader, folder: string): Promise<SbtBuild | null> {
  const found = await reader.one(reader.tree.first(folder, 'build.sbt'), 'manifest');
  if (!found) return null;
  const file = uncommented(found);
  const inProject = reader.tree.named(folder === '.' ? 'project' : `${folder}/project`, /^[\w-]+\.(?:sbt|scala)$/);
  const more = (await reader.read(inProject.slice(0, 5), 'manifest')).map(uncommented);
  return {
    root: folder,
    file,
    projects: projectsOf(file, folder),
    plugins: [file, ...more].flatMap(pluginsIn),
    java: javaIn(file)
  };
}

const definition =
  /\blazy\s+val\s+`?([\w-]+)`?\s*(?::\s*Project\s*)?=\s*(?:\(?\s*project\b|Project\s*\(|\(?\s*crossProject\b)/g;

function projectsOf(file: SourceFile, root: string): SbtProject[] {
  const starts = [...file.text.matchAll(definition)].slice(0, 60);
  const found = starts.map((match, index) => {
    const text = file.text.slice(match.index, starts[index + 1]?.index ?? file.text.length);
    const place = /\bfile\(\s*"([\w./-]+)"\s*\)(?:\s*\/\s*"([\w./-]+)")?/.exec(text.slice(0, 400));
    const local = place ? (place[2] ? `${place[1]}/${place[2]}` : place[1]!) : match[1]!;
    const folder = joinPath(root, local) ?? root;
    const general = folder === root ? nameIn(file.text.slice(0, starts[0]!.index)) : null;
    return { id: match[1]!, folder, name: nameIn(text) ?? general ?? match[1]!, text, offset: match.index };
  });
  const own = found.find((each) => each.folder === root);
  if (own) return found;
  return [
    {
      id: null,
      folder: root,
      name: nameIn(file.text) ?? nameOf(root),
      text: file.text.slice(0, starts[0]?.index),
      offset: 0
    },
    ...found
  ];
}

const nameIn = (text: string): string | null => /(?:^|[\s(,])name\s*:=\s*"{1,3}([\w. -]+)"/.exec(text)?.[1] ?? null;

/** `"group" %% "artifact" % "version" % Test`, by group and artifact without Scala's version. */
const coordinates = /"([\w.-]+)"\s*%{1,3}\s*"([\w.-]+)"\s*%\s*(?:"([\w.+-]+)"|[\w.]+)(?:\s*%\s*"?(\w+))?/g;

/** The dependencies that a part of a build names, Play's own short words among them. */
export function dependenciesIn(file: SourceFile, text: string, offset: number): Dependency[] {
  const found = [...text.matchAll(coordinates)].map((match): Dependency => ({
    name: `${match[1]}:${match[2]}`,
    version: match[3] ?? null,
    development: /^(?:Test|IntegrationTest|Provided|test|it|provided)$/.test(match[4] ?? ''),
    evidence: evidenceAt(file, offset + match.index)
  }));
  return found.slice(0, 300);
}

function pluginsIn(file: SourceFile): Dependency[] {
  return [...file.text.matchAll(/addSbtPlugin\(\s*"([\w.-]+)"\s*%\s*"([\w.-]+)"\s*%\s*"?([\w.+-]+)"?/g)].map(
    (match) => ({
      name: `${match[1]}:${match[2]}`,
      version: match[3]!,
      development: false,
      evidence: evidenceAt(file, match.index)
    })
  );
}

function javaIn(file: SourceFile): StatedVersion | null {
  const match =
    /"(?:-release|--release|-java-output-version|-target)(?::|"\s*,\s*"|\s+)(?:jvm-)?([\d.]+)"/.exec(file.text) ??
    /\bgraalvm\w*|JavaSpec\.\w+\("(\d+)"\)/.exec(file.text);
  const version = majorOf(match?.[1] ?? null);
  return match && version ? { version, evidence: evidenceAt(file, match.index, 0.85) } : null;
}
