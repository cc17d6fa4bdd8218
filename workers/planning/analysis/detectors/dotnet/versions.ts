import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfKey } from '../../reading/evidence.ts';
import { dig, readJson, text } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import type { DotnetProject } from './project.ts';

/** The line with long-term support, where nothing is stated. */
export const dotnetDefault = '10.0';

/** The runtime that a project is built for. */
export interface Target {
  version: string;
  evidence: Evidence;
}

/** What global.json asks of the SDK that builds. */
export interface Sdk {
  version: string;
  /** Only a patch of this very release will do. */
  exact: boolean;
  evidence: Evidence;
}

/** `net10.0` and `netcoreapp3.1` as `10.0` and `3.1`, of several the newest; null for what runs on no server but Windows'. */
export function targetOf(project: DotnetProject): Target | null {
  const stated = project.property('TargetFramework') ?? project.property('TargetFrameworks');
  const versions = (stated?.value ?? '')
    .split(';')
    .map((each) => /^(?:net|netcoreapp)(\d+\.\d+)$/.exec(each.trim())?.[1])
    .filter((version) => version !== undefined)
    .sort((a, b) => Number(b) - Number(a));
  return stated && versions[0] ? { version: versions[0], evidence: stated.evidence } : null;
}

/** Whether a project states targets of which none runs on Linux: of phones, desktops or the old framework. */
export const isElsewhere = (project: DotnetProject): boolean =>
  /net/.test((project.property('TargetFramework') ?? project.property('TargetFrameworks'))?.value ?? '') &&
  targetOf(project) === null;

/** The SDK that global.json asks for, at or above a folder. */
export async function sdkOf(reader: Reader, folder: string): Promise<Sdk | null> {
  for (const at of upwards(folder)) {
    const file = await reader.one(reader.tree.first(at, 'global.json'), 'runtime version');
    const json = readJson(reader, file);
    const version = /^\d+\.\d+\.\d+$/.exec(text(dig(json, 'sdk', 'version')) ?? '')?.[0];
    if (!file || !version) continue;
    const rolls = text(dig(json, 'sdk', 'rollForward'));
    return {
      version,
      exact: !/feature|minor|major/i.test(rolls ?? ''),
      evidence: evidenceOfKey(file, ['sdk', 'version'])
    };
  }
  return null;
}

/** The runtime of a project: its target, else the line of the SDK that global.json or a tool's file asks for. */
export async function runtimeOf(reader: Reader, project: DotnetProject, sdk: Sdk | null): Promise<Target | null> {
  const target = targetOf(project);
  if (target) return target;
  const tool = await toolVersion(reader, project.folder, ['dotnet', 'dotnet-core']);
  const said = sdk ?? tool;
  const line = /^(\d+)\.(\d+)/.exec(said?.version ?? '');
  return said && line ? { version: `${line[1]}.${line[2]}`, evidence: said.evidence } : null;
}
