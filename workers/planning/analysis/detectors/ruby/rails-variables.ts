import type { Evidence } from '../../../../domain/evidence.ts';
import type { StatedVariable } from '../../detector.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { RubyProject } from './project.ts';
import { railsDatabases } from './rails-stores.ts';
import { solidQueueInServer } from './workers.ts';

const variable = (
  name: string,
  describes: string,
  evidence: Evidence,
  more: Partial<StatedVariable> = {}
): StatedVariable => ({
  name,
  default: null,
  required: true,
  buildTime: false,
  generated: false,
  describes,
  origin: 'framework',
  evidence,
  ...more
});

/** The variables that Rails itself reads in production, beside those that the app's own code names. */
export async function railsVariables(
  reader: Reader,
  project: RubyProject,
  settings: SourceFile[]
): Promise<StatedVariable[]> {
  const application = reader.tree.first(project.folder, 'config/application.rb')!;
  const found = [
    variable('SECRET_KEY_BASE', 'The key that signs and encrypts cookies', evidenceOfFile(application, 'Rails', 0.9), {
      generated: true
    }),
    ...masterKey(reader, project, settings),
    ...(await databaseUrls(reader, project))
  ];
  const inServer = await solidQueueInServer(reader, project.folder);
  if (inServer?.variable)
    found.push(
      variable(inServer.variable, 'Lets the web server work off the queue of jobs too', inServer.evidence, {
        default: 'true',
        required: false
      })
    );
  return found;
}

function masterKey(reader: Reader, project: RubyProject, settings: SourceFile[]): StatedVariable[] {
  const sealed = reader.tree.first(
    project.folder,
    'config/credentials/production.yml.enc',
    'config/credentials.yml.enc'
  );
  if (!sealed) return [];
  const insisting = settings.find((file) => /^\s*config\.require_master_key\s*=\s*true/m.test(file.text));
  const evidence = insisting
    ? evidenceOf(insisting, /^\s*config\.require_master_key/m, 0.95)
    : evidenceOfFile(sealed, 'sealed credentials', 0.8);
  return [
    variable('RAILS_MASTER_KEY', 'The key to the sealed credentials of the repository', evidence, {
      required: insisting !== undefined
    })
  ];
}

/** Rails takes the address of its first database from DATABASE_URL, of the others from a variable with their name before it. */
async function databaseUrls(reader: Reader, project: RubyProject): Promise<StatedVariable[]> {
  const databases = (await railsDatabases(reader, project.folder)).filter((each) => each.kind !== 'sqlite');
  if (databases.length === 0) {
    const driver = project.gems.find((each) => /^(?:pg|mysql2|trilogy)$/.test(each.name) && !each.development);
    const file = reader.tree.first(project.folder, 'config/database.yml');
    return driver && file && reader.known(file)?.text.includes('DATABASE_URL')
      ? [variable('DATABASE_URL', '', evidenceOf(reader.known(file)!, 'DATABASE_URL', 0.9))]
      : [];
  }
  return databases.map(({ name, file }) =>
    variable(
      name === 'primary' ? 'DATABASE_URL' : `${name.toUpperCase().replace(/\W/g, '_')}_DATABASE_URL`,
      '',
      evidenceOf(file, /^\s*production:/m, 0.85)
    )
  );
}
