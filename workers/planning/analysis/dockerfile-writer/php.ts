import type { DatastoreKind } from '../../../domain/analysis.ts';
import type { BuildFacts, Written } from '../detector.ts';
import type { PhpFramework } from '../detectors/php/frameworks.ts';
import { usesPackage, type PhpProject } from '../detectors/php/project.ts';
import type { Tree } from '../reading/tree.ts';
import {
  aptInstall,
  assignments,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached,
  word
} from './layout.ts';
import { nodeInstall, nodeRun, nodeTools } from './node-tools.ts';
import { phpExtensions, type PhpExtensions } from './php-extensions.ts';

/** What the Dockerfile of a PHP app is written from; `front`: a package.json builds its scripts and styles. */
export interface PhpBuild {
  project: PhpProject;
  framework: PhpFramework | null;
  stores: DatastoreKind[];
  front: boolean;
  tree: Tree;
}

/**
 * Apache with PHP in it, as www-data on the port of the variable PORT. Extensions, packages and the pages' scripts are made in
 * stages of their own. Programs without a framework keep what they are told beside their pages, so that those are their own.
 */
export function writePhp(build: PhpBuild, facts: BuildFacts): Written {
  const { project, framework } = build;
  const web = facts.process.kind === 'web';
  const extensions = phpExtensions(project, build.stores, !web);
  const writable = (framework?.writable ?? []).filter((folder) => needed(build, folder));
  return {
    text: dockerfile(
      [
        `FROM php:${project.version.image}-apache-trixie AS base`,
        'WORKDIR /app',
        aptInstall(extensions.run),
        'RUN mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"'
      ],
      ['FROM base AS extensions', ...extensionLines(extensions)],
      ['FROM extensions AS build', ...packageLines(build, facts)],
      [
        'FROM base',
        'COPY --from=extensions /usr/local/lib/php/extensions /usr/local/lib/php/extensions',
        'COPY --from=extensions /usr/local/etc/php/conf.d /usr/local/etc/php/conf.d',
        ...(web ? apacheLines(build) : []),
        `COPY --from=build ${framework ? '' : '--chown=www-data:www-data '}/app /app`,
        writable.length > 0
          ? `RUN mkdir -p ${writable.map(word).join(' ')} && chown -R www-data:www-data ${writable.map(word).join(' ')}`
          : null,
        ...dataLines(facts, 'www-data'),
        `ENV ${environment(framework)}${web ? ` PORT=${facts.port}` : ''}`,
        'USER www-data',
        web ? `EXPOSE ${facts.port}` : null,
        commandLine(startOf(facts.process.command))
      ]
    ),
    ignore: ignoreText('vendor', '**/node_modules', 'storage/logs/*', 'var/cache', 'var/log', 'tests', '.phpunit*'),
    context: project.folder
  };
}

/** A buildpack's way to start its own web server is that of this image here. */
const startOf = (command: string | null): string =>
  command === null || /\bheroku-php-(?:apache2|nginx)\b/.test(command) ? 'apache2-foreground' : command;

const environment = (framework: PhpFramework | null) =>
  framework?.name === 'symfony'
    ? 'APP_ENV=prod'
    : framework?.name === 'laravel'
      ? 'LOG_CHANNEL=stderr'
      : 'APP_ENV=production';

/** Folders that a framework makes for itself are made; those of small frameworks only where they are there. */
const needed = ({ project, framework, tree }: PhpBuild, folder: string): boolean =>
  !['slim', 'leaf'].includes(framework?.name ?? '') ||
  tree.hasFolder(project.folder === '.' ? folder : `${project.folder}/${folder}`);

function extensionLines({ bundled, pecl, build }: PhpExtensions): (string | null)[] {
  const names = bundled.join(' ');
  return [
    aptInstall(build),
    bundled.includes('gd') ? 'RUN docker-php-ext-configure gd --with-freetype --with-jpeg --with-webp' : null,
    bundled.length > 0 ? `RUN docker-php-ext-install -j"$(nproc)" ${names}` : null,
    pecl.length > 0 ? `RUN pecl install ${pecl.join(' ')} && docker-php-ext-enable ${pecl.join(' ')}` : null
  ];
}

function packageLines(build: PhpBuild, facts: BuildFacts): (string | null)[] {
  const { project, framework, tree } = build;
  const front = build.front
    ? [...nodeTools(tree, project.folder), ...nodeInstall(tree, project.folder, project.folder)]
    : [];
  const make = build.front
    ? [...buildArguments(facts.buildVariables), `RUN ${nodeRun(tree, project.folder, 'build')} && rm -rf node_modules`]
    : [];
  if (!project.composer) return [...front, 'COPY . .', ...make];
  const files = ['composer.json', ...(project.locked ? ['composer.lock'] : [])];
  const symfony = framework?.name === 'symfony' && usesPackage(project, 'symfony/flex');
  return [
    'COPY --from=composer:2 /usr/bin/composer /usr/local/bin/composer',
    aptInstall(['git', 'unzip']),
    'ENV COMPOSER_ALLOW_SUPERUSER=1',
    ...(symfony ? ['ENV APP_ENV=prod'] : []),
    copy(files, './'),
    runCached(
      '/root/.composer/cache',
      'composer install --no-dev --no-scripts --no-autoloader --no-interaction --no-progress --prefer-dist'
    ),
    ...front,
    'COPY . .',
    ...folderLines(build),
    `RUN ${assignments(facts)}composer dump-autoload --no-dev --optimize`,
    symfony ? `RUN ${assignments(facts)}composer run-script --no-dev post-install-cmd` : null,
    ...make
  ];
}

/** Laravel's scripts write to folders that a repository leaves out, and its uploads are handed out by a link. */
const folderLines = ({ framework }: PhpBuild): string[] =>
  framework?.name === 'laravel'
    ? [
        'RUN mkdir -p bootstrap/cache storage/app/public storage/framework/cache storage/framework/sessions storage/framework/views storage/logs && ln -sfn ../storage/app/public public/storage'
      ]
    : [];

/** One site on PORT; a front controller gets what names no file, also where no .htaccess says so. */
function apacheLines({ project, framework }: PhpBuild): string[] {
  const root = project.root === null || project.root === '.' ? '/app' : `/app/${project.root}`;
  const site = [
    'Listen ${PORT}',
    '<VirtualHost *:${PORT}>',
    `DocumentRoot ${root}`,
    `<Directory ${root}>`,
    'Options -Indexes +FollowSymLinks',
    'AllowOverride All',
    'Require all granted',
    ...(framework ? ['FallbackResource /index.php'] : []),
    '</Directory>',
    '<FilesMatch "^\\.(?!well-known)">',
    'Require all denied',
    '</FilesMatch>',
    '</VirtualHost>'
  ];
  return [
    `RUN a2enmod rewrite headers expires && : > /etc/apache2/ports.conf && printf '%s\\n' ${site.map((line) => `'${line}'`).join(' ')} > /etc/apache2/sites-available/000-default.conf`
  ];
}
