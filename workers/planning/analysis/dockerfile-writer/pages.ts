import type { BuiltPages } from '../detectors/pages.ts';
import { imageLine } from '../detectors/node/runtime.ts';
import { within } from '../reading/paths.ts';
import { copy, word } from './layout.ts';
import { installLine, managerLine } from './node.ts';

const stageOf = (index: number) => (index === 0 ? 'pages' : `pages-${index + 1}`);

/** One stage for each site that Node makes for a program; `context` is the folder that the image is built from. */
export const pageStages = (pages: BuiltPages[], context: string): (string | null)[][] =>
  pages.map(({ app, workspace, script, version }, index) => {
    const local = (path: string) => within(context, path) ?? '.';
    const root = local(workspace.root);
    return [
      `FROM node:${imageLine(version)}-slim AS ${stageOf(index)}`,
      `WORKDIR ${root === '.' ? '/src' : `/src/${root}`}`,
      managerLine(workspace),
      `ENV HUSKY=0${workspace.manager === 'pnpm' ? ' npm_config_store_dir=/pnpm/store pnpm_config_store_dir=/pnpm/store' : ''}`,
      copy([root], './'),
      installLine({ workspace }),
      local(app.folder) === root ? null : `WORKDIR /src/${local(app.folder)}`,
      `RUN ${workspace.manager} run ${word(script)}`
    ];
  });

/** Lays the pages where the program takes them from, in the stage that builds it or runs it. */
export const pageCopies = (pages: BuiltPages[], context: string, to: string): string[] =>
  pages.map(({ made, wanted }, index) =>
    copy(
      [`/src/${within(context, made) ?? made}`],
      `${to}/${within(context, wanted) ?? wanted}`,
      `--from=${stageOf(index)} `
    )
  );
