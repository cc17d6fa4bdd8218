import type { BuildFacts, Written } from '../detector.ts';
import type { DotnetProject } from '../detectors/dotnet/project.ts';
import type { Runs } from '../detectors/dotnet/runs.ts';
import type { Sdk } from '../detectors/dotnet/versions.ts';
import { nameOf, upwards, within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { aptInstall, buildArguments, commandLine, copy, dataLines, dockerfile, ignoreText, word } from './layout.ts';
import { caddyStage } from './static.ts';

/** What the Dockerfile of a project of .NET is written from. */
export interface DotnetBuild {
  project: DotnetProject;
  runs: Runs;
  /** The line of the runtime, such as `10.0`. */
  version: string;
  sdk: Sdk | null;
  tree: Tree;
}

/**
 * The SDK publishes one project from the folder that holds all it is built with; the last stage has the runtime alone, with
 * ASP.NET where the project needs it, and the user that the image brings since .NET 8.
 */
export function writeDotnet(build: DotnetBuild, facts: BuildFacts): Written {
  const { project } = build;
  const context = contextOf(build);
  const path = within(context, project.path) ?? nameOf(project.path);
  const aot = /PublishAot/.test(project.file.text) ? ' -p:PublishAot=false' : '';
  return {
    text: dockerfile(
      [
        `FROM mcr.microsoft.com/dotnet/sdk:${sdkTag(build)} AS build`,
        /\bnpm\s|\bnode\s|\byarn\s/.test(project.file.text) ? aptInstall(['nodejs', 'npm']) : null,
        'WORKDIR /src',
        'COPY . .',
        ...buildArguments(facts.buildVariables),
        `RUN --mount=type=cache,target=/root/.nuget/packages dotnet publish ${word(path)} -c Release -o /out -p:UseAppHost=false${aot}`
      ],
      build.runs === 'static' ? caddyStage('/out/wwwroot', facts.port) : runStage(build, facts)
    ),
    ignore: ignoreText('**/bin', '**/obj', '**/node_modules', '**/TestResults', '**/.vs'),
    context
  };
}

const shared = /^(?:.*\.slnx?|Directory\.(?:Build|Packages)\.(?:props|targets)|global\.json|[Nn]u[Gg]et\.[Cc]onfig)$/;

/** The folder from which the project and all that it refers to can be reached, with the files that they share. */
function contextOf({ project, tree }: DotnetBuild): string {
  const above = upwards(project.folder);
  const holds = above.filter(
    (folder) => tree.named(folder, shared).length > 0 || project.uses.some((used) => within(folder, used) === null)
  );
  const last = holds.at(-1);
  if (last === undefined) return project.folder;
  const reaches = (folder: string) => project.uses.every((used) => within(folder, used) !== null);
  return above.slice(above.indexOf(last)).find(reaches) ?? '.';
}

/** The SDK's own line; the very release where global.json lets no newer one take its place. */
function sdkTag({ sdk, version }: DotnetBuild): string {
  if (sdk?.exact) return sdk.version;
  const line = sdk ? sdk.version.split('.').slice(0, 2).join('.') : version;
  return Number.parseFloat(line) >= Number.parseFloat(version) ? line : version;
}

function runStage({ project, version }: DotnetBuild, facts: BuildFacts): (string | null)[] {
  const { process, port } = facts;
  const major = Number.parseInt(version, 10);
  const user = major >= 8 ? '$APP_UID' : 'app';
  const owner = major >= 8 ? '1654' : 'app';
  const listens = major >= 8 ? `ASPNETCORE_HTTP_PORTS=${port}` : `ASPNETCORE_URLS=http://+:${port}`;
  return [
    `FROM mcr.microsoft.com/dotnet/${project.aspnet ? 'aspnet' : 'runtime'}:${version}`,
    major >= 8 ? null : 'RUN useradd --system --uid 1654 --create-home app',
    'WORKDIR /app',
    process.kind === 'web' ? `ENV PORT=${port} ${listens}` : null,
    copy(['/out/'], './', '--from=build '),
    ...dataLines(facts, owner),
    `USER ${user}`,
    process.kind === 'web' ? `EXPOSE ${port}` : null,
    commandLine(process.command ?? `dotnet ${project.name}.dll`)
  ];
}
