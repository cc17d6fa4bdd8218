import { lineage, type ParsedDockerfile, type Stage } from './dockerfile.ts';

/** The last stage before the final one that runs something: where the application is built. */
export const buildingStage = ({ stages }: ParsedDockerfile): Stage | undefined =>
  stages.findLast((stage) => stage !== stages.at(-1) && stage.instructions.some(({ word }) => word === 'RUN'));

/** The line before which a stage ends; `lineCount` is that of the whole file. */
export const endOfStage = ({ stages }: ParsedDockerfile, stage: Stage, lineCount: number): number =>
  stages[stages.indexOf(stage) + 1]?.line ?? lineCount + 1;

const namesThings = new Set(['ARG', 'ENV', 'LABEL', 'WORKDIR', 'SHELL']);

/** The line before which a stage's first work stands: what comes before only names things. */
export const firstWorkLine = (parsed: ParsedDockerfile, stage: Stage, lineCount: number): number =>
  stage.instructions.find(({ word }) => !namesThings.has(word))?.line ?? endOfStage(parsed, stage, lineCount);

/** The image that a stage goes back to where its name says that it is no Debian, else null. */
export function baseWithoutApt(parsed: ParsedDockerfile, stage: Stage): string | null {
  const base = lineage(parsed, stage)[0]?.base ?? '';
  return /alpine|caddy|scratch|distroless|busybox|nginx/i.test(base) ? base : null;
}

/** One layer of Debian packages; `words` are the quoted names. */
export const installLayer = (words: string): string =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${words} && rm -rf /var/lib/apt/lists/*`;
