import { bareProcess, type App, type Statement } from '../detector.ts';
import { splitImage } from '../stores.ts';
import { mainApps } from './apps.ts';
import { kindOf, type Draft } from './draft.ts';
import { helperName, workerName } from './names.ts';

/** Whether an image that a compose file runs is the published form of an app of this repository. */
export function isImageOf(statement: Statement, app: App, apps: App[], projectName: string): boolean {
  const image = splitImage(statement.image ?? '')
    .name.split('/')
    .at(-1)!
    .toLowerCase();
  const single = mainApps(apps).length === 1;
  const names = [app.name, ...(single || app.path === '.' ? [projectName] : []), app.path.split('/').at(-1)!]
    .map((name) => name.toLowerCase())
    .filter((name) => name.length > 1);
  if (workerName.test(statement.name)) return false;
  if (statement.name.toLowerCase() === app.name.toLowerCase() || names.includes(image)) return true;
  return (
    single &&
    (['app', 'web', 'server', 'api'].includes(statement.name.toLowerCase()) ||
      names.some((name) => name.length > 3 && image.startsWith(name)))
  );
}

/** Further services that run the same image with another command. */
export function siblings(images: Statement[], overlay: Statement, app: App): Draft[] {
  const same = images.filter(
    (statement) =>
      splitImage(statement.image ?? '').name === splitImage(overlay.image ?? '').name &&
      !helperName.test(statement.name) &&
      (statement.command !== null || workerName.test(statement.name))
  );
  for (const statement of same) images.splice(images.indexOf(statement), 1);
  return same.map((statement) => ({
    path: app.path,
    app,
    process: { ...bareProcess(kindOf(statement, null), statement.command, statement.evidence), name: statement.name },
    statement: { ...statement, image: null },
    main: false
  }));
}
