import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfFile } from '../../reading/evidence.ts';
import type { Reader } from '../../reading/reader.ts';
import { usesPackage, type PhpProject } from './project.ts';

/** What is known of a framework: folders that it writes to, those that keep what users leave there, and how a release is prepared. */
export interface PhpFramework {
  name: string;
  writable: string[];
  keeps: string[];
  release: ((reader: Reader, project: PhpProject) => string | null) | null;
}

const plain = { writable: [], keeps: [], release: null };

const hasFiles = (reader: Reader, project: PhpProject, folder: string) =>
  reader.tree.hasFolder(project.folder === '.' ? folder : `${project.folder}/${folder}`);

const laravel: PhpFramework = {
  name: 'laravel',
  writable: ['storage', 'bootstrap/cache'],
  keeps: ['storage/app'],
  release: (reader, project) =>
    hasFiles(reader, project, 'database/migrations') ? 'php artisan migrate --force' : null
};

const symfony: PhpFramework = {
  ...plain,
  name: 'symfony',
  writable: ['var'],
  release: (_, project) =>
    usesPackage(project, 'doctrine/doctrine-migrations-bundle')
      ? 'php bin/console doctrine:migrations:migrate --no-interaction --allow-no-migration'
      : null
};

const codeigniter: PhpFramework = {
  name: 'codeigniter',
  writable: ['writable'],
  keeps: ['writable/uploads'],
  release: (reader, project) =>
    reader.tree.below(project.folder, /(?:^|\/)app\/Database\/Migrations\/\w+\.php$/).length > 0
      ? 'php spark migrate --all'
      : null
};

const cakephp: PhpFramework = {
  ...plain,
  name: 'cakephp',
  writable: ['tmp', 'logs'],
  release: (reader, project) =>
    usesPackage(project, 'cakephp/migrations') && hasFiles(reader, project, 'config/Migrations')
      ? 'bin/cake migrations migrate'
      : null
};

const yii: PhpFramework = {
  ...plain,
  name: 'yii',
  writable: ['runtime', 'web/assets'],
  release: (reader, project) =>
    hasFiles(reader, project, 'migrations') && reader.tree.first(project.folder, 'yii')
      ? 'php yii migrate --interactive=0'
      : null
};

const wordpress: PhpFramework = {
  ...plain,
  name: 'wordpress',
  writable: ['wp-content'],
  keeps: ['wp-content/uploads']
};

const drupal: PhpFramework = {
  name: 'drupal',
  writable: ['web/sites/default/files'],
  keeps: ['web/sites/default/files'],
  release: (_, project) => (usesPackage(project, 'drush/drush') ? 'vendor/bin/drush updatedb --yes' : null)
};

/** Frameworks by package, those that build on others first. */
const byPackage: [string, PhpFramework][] = [
  ['laravel/framework', laravel],
  ['laravel/lumen-framework', { ...laravel, name: 'lumen', keeps: [] }],
  ['drupal/core-recommended', drupal],
  ['drupal/core', drupal],
  ['codeigniter4/framework', codeigniter],
  ['codeigniter/framework', { ...codeigniter, release: null }],
  ['cakephp/cakephp', cakephp],
  ['yiisoft/yii2', yii],
  ['roots/wordpress', { ...wordpress, writable: [], keeps: [] }],
  ['johnpbloch/wordpress', wordpress],
  ['typo3/cms-core', { ...plain, name: 'typo3', writable: ['var'] }],
  ['symfony/framework-bundle', symfony],
  ['symfony/symfony', symfony],
  ['symfony/http-kernel', symfony],
  ['laminas/laminas-mvc', { ...plain, name: 'laminas', writable: ['data'] }],
  ['mezzio/mezzio', { ...plain, name: 'mezzio', writable: ['data'] }],
  ['spiral/framework', { ...plain, name: 'spiral', writable: ['runtime'] }],
  ['slim/slim', { ...plain, name: 'slim', writable: ['var', 'logs', 'cache'] }],
  ['leafs/leaf', { ...plain, name: 'leaf', writable: ['storage'] }],
  ['flightphp/core', { ...plain, name: 'flight' }]
];

/** The framework of a project, by its packages, else by the files that a framework is recognised by. */
export function phpFramework(
  reader: Reader,
  project: PhpProject
): { framework: PhpFramework; evidence: Evidence } | null {
  for (const [name, framework] of byPackage) {
    const found = project.packages.find((each) => each.name === name && !each.development);
    if (found) return { framework, evidence: found.evidence };
  }
  const press = reader.tree.first(project.folder, 'wp-config.php', 'wp-config-sample.php', 'wp-load.php');
  if (press) return { framework: wordpress, evidence: evidenceOfFile(press, 'WordPress', 0.95) };
  const spark = reader.tree.first(project.folder, 'spark', 'system/core/CodeIgniter.php');
  return spark ? { framework: codeigniter, evidence: evidenceOfFile(spark, 'CodeIgniter', 0.9) } : null;
}
