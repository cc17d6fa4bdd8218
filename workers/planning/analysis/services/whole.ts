import type { App, Statement } from '../detector.ts';
import { isDevelopmentCompose } from '../statements/compose-files.ts';
import { splitImage } from '../stores.ts';
import type { Draft } from './draft.ts';

/**
 * Whether a file that is not for developers runs the repository as a whole: one image of the project's name, or one built from its
 * root. The other apps are then a part of that image, or are not what is deployed.
 */
export function runsWhole(drafts: Draft[], composed: Statement[], projectName: string): boolean {
  const project = projectName.toLowerCase();
  const own = composed.filter((each) => !isDevelopmentCompose(each.from) && !/^(?:db|database)$/.test(each.name));
  const published = own.some(
    ({ image }) => image !== null && splitImage(image).name.split('/').at(-1)!.toLowerCase() === project
  );
  const built = drafts.some(
    ({ path, app, statement }) =>
      path === '.' &&
      statement !== null &&
      statement.dockerfile?.context === '.' &&
      own.some(({ name }) => name === statement.name) &&
      !(runs(app) && app?.framework)
  );
  return published || built;
}

const runs = (app: App | null) => app !== null && app.processes.length > 0;
