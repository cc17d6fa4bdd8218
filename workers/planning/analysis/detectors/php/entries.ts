import { nameOf, within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import type { PhpProject } from './project.ts';

/** Settings that every Laravel app has alike: what they read is shown by the app's own example where there is one. */
const common =
  /^(?:app|auth|broadcasting|cache|cors|database|filesystems|hashing|logging|mail|queue|sanctum|services|session|view|concurrency)\.php$/;

/** Settings that Laravel or a package brought, by the package's name: `telescope.php` of laravel/telescope. */
const isOthers = (project: PhpProject, file: string): boolean =>
  common.test(file) || project.packages.some((each) => each.name.split(/[/-]/).includes(file.replace(/\.php$/, '')));

const below = (folder: string, path: string) => (folder === '.' ? path : `${folder}/${path}`);

/** Code that names variables, ports and routes: what the framework starts from, else the pages themselves. */
export function phpEntries(reader: Reader, project: PhpProject, framework: string | null, shown: boolean): string[] {
  const { folder } = project;
  const { tree } = reader;
  const named = (inside: string, name: RegExp) => tree.named(below(folder, inside), name);
  const routes = ['bootstrap/app.php', 'routes/web.php', 'routes/api.php'].map((path) => below(folder, path));
  switch (framework) {
    case 'laravel':
    case 'lumen':
      return [
        ...routes,
        ...[...named('config', /\.php$/), ...named('app/Config', /\.php$/)]
          .filter((path) => !shown || !isOthers(project, nameOf(path)))
          .slice(0, 20)
      ];
    case 'symfony':
      return [
        ...tree.below(folder, /(?:^|\/)config\/(?:services|packages\/[\w-]+|routes)\.ya?ml$/).slice(0, 24),
        ...tree.below(folder, /(?:^|\/)src\/(?:\w+\/)*\w*(?:Health|Status|Ping)\w*\.php$/).slice(0, 4),
        ...pages(reader, project, 3)
      ];
    default:
      return [
        ...pages(reader, project, 6),
        ...tree
          .below(folder, /(?:^|\/)(?:config|app|settings|bootstrap|routes|src|includes|inc)\/(?:\w+\/)?\w+\.php$/)
          .filter((path) => /config|settings|database|db|routes|dependencies|app|env|health/i.test(nameOf(path)))
          .slice(0, 12)
      ];
  }
}

const pages = (reader: Reader, project: PhpProject, most: number): string[] => {
  const root = project.root ?? '.';
  const files = reader.tree.named(below(project.folder, root).replace(/\/\.$/, ''), /\.php$/);
  const first = (path: string) => (/(?:^|\/)(?:index|config|wp-config|db|database|settings)\.php$/.test(path) ? 0 : 1);
  return files
    .filter((path) => within(project.folder, path) !== null)
    .sort((a, b) => first(a) - first(b))
    .slice(0, most);
};
