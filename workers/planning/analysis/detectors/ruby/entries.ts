import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { RubyProject } from './project.ts';

const below = (folder: string, path: string) => (folder === '.' ? path : `${folder}/${path}`);

/** The files in which Rails is told how to run in production. */
export const railsSettings = async (reader: Reader, { folder, rails }: RubyProject): Promise<SourceFile[]> =>
  rails
    ? reader.read(
        ['config/environments/production.rb', 'config/application.rb', 'config/initializers/good_job.rb'].map((path) =>
          below(folder, path)
        ),
        'settings'
      )
    : [];

const mostInitializers = 24;

/** Code that names variables, ports and routes: settings and initializers of Rails, else the files that config.ru starts from. */
export function rubyEntries(reader: Reader, project: RubyProject): string[] {
  const { folder } = project;
  const { tree } = reader;
  const named = (inside: string, name: RegExp) => tree.named(below(folder, inside), name);
  if (!project.rails)
    return [
      ...tree.named(folder, /^config\.ru$|^[\w-]+\.rb$/).slice(0, 10),
      ...named('config', /\.rb$/).slice(0, 10),
      ...tree.below(folder, /(?:^|\/)(?:routes|app|api|web|application|settings|ping|health\w*)\.rb$/).slice(0, 8)
    ].filter((path) => !/(?:^|\/)(?:spec|test|tests)\//.test(path));
  return [
    ...['config/routes.rb', 'config/environments/production.rb', 'config/application.rb', 'config/puma.rb'].map(
      (path) => below(folder, path)
    ),
    ...named(
      'config',
      /^(?:database[\w.-]*|cable|storage[\w.-]*|redis\w*|sidekiq\w*|queue|cache|mailer|settings)\.yml$/
    ),
    ...named('config/initializers', /\.rb$/).slice(0, mostInitializers),
    ...tree.below(folder, /(?:^|\/)app\/mailers\/application_mailer\.rb$/).slice(0, 1),
    ...named('lib', /\.rb$/).slice(0, 4)
  ];
}
