import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const composer = (require: Record<string, string>, more: object = {}) =>
  manifest({ name: 'example/shop', type: 'project', require: { php: '^8.2', ...require }, ...more });
const page = { 'public/index.php': '<?php echo 1;\n' };
const laravel = (more: Record<string, string> = {}) => ({
  'composer.json': composer({ 'laravel/framework': '^12.0' }),
  artisan: '#!/usr/bin/env php\n',
  'bootstrap/app.php': "<?php\nreturn Application::configure()\n  ->withRouting(health: '/up')->create();\n",
  ...page,
  ...more
});
const storesOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).datastores.map((each) => `${each.kind} ${each.requirement}`).sort();
const workersOf = async (files: Record<string, string>) =>
  (await analysisOf(files)).services
    .filter((service) => service.kind === 'worker')
    .map((service) => service.startCommand);
const dockerfileOf = async (files: Record<string, string>) => (await onlyServiceOf(files)).dockerfile!.text;

describe('a Laravel app', () => {
  it('is served from its public folder, migrated before a release, and asked how it is where its routing says', async () => {
    const service = await onlyServiceOf(laravel({ 'database/migrations/2026_01_01_create.php': '<?php\n' }));
    expect(service).toMatchObject({
      language: 'PHP',
      framework: 'laravel',
      packageManager: 'composer',
      kind: 'web',
      health: '/up',
      port: 8080,
      releaseCommand: 'php artisan migrate --force'
    });
    expect(service.env.find((each) => each.name === 'APP_KEY')).toMatchObject({ source: 'generated', required: true });
  });

  it.each([
    ['mysql', ['mysql required']],
    ['pgsql', ['postgres required']],
    ['sqlite', ['sqlite embedded']]
  ])('keeps its data where its example says: %s', async (connection, expected) => {
    expect(await storesOf(laravel({ '.env.example': `DB_CONNECTION=${connection}\n` }))).toEqual(expected);
  });

  it('keeps its data where its settings fall back to, when no example says', async () => {
    const database = "<?php\nreturn [\n  'default' => env('DB_CONNECTION', 'mysql'),\n];\n";
    expect(await storesOf(laravel({ 'config/database.php': database }))).toEqual(['mysql required']);
  });

  it('needs Redis where cache, queue or sessions are kept there, and could use it where it is only spoken of', async () => {
    const example = (store: string) => `DB_CONNECTION=mysql\nCACHE_STORE=${store}\nREDIS_HOST=127.0.0.1\n`;
    expect(await storesOf(laravel({ '.env.example': example('redis') }))).toEqual(['mysql required', 'redis required']);
    expect(await storesOf(laravel({ '.env.example': example('file') }))).toEqual(['mysql required', 'redis optional']);
  });

  it('works off its queue where jobs wait in one', async () => {
    const job = { 'app/Jobs/SendInvoice.php': '<?php class SendInvoice {}\n' };
    const queue = (connection: string) => ({ '.env.example': `QUEUE_CONNECTION=${connection}\n`, ...job });
    expect(await workersOf(laravel(queue('database')))).toEqual(['php artisan queue:work --tries=3 --max-time=3600']);
    expect(await workersOf(laravel(queue('sync')))).toEqual([]);
    expect(await workersOf(laravel({ '.env.example': 'QUEUE_CONNECTION=database\n' }))).toEqual([]);
  });

  it('runs Horizon and its schedule beside its pages', async () => {
    const files = laravel({
      'composer.json': composer({ 'laravel/framework': '^12.0', 'laravel/horizon': '^5.0' }),
      'routes/console.php': "<?php\nuse Schedule;\n\nSchedule::command('reports:send')->daily();\n"
    });
    expect(await workersOf(files)).toEqual(['php artisan horizon', 'php artisan schedule:work']);
    const none = laravel({ 'routes/console.php': "<?php\n// Schedule::command('reports:send')->daily();\n" });
    expect(await workersOf(none)).toEqual([]);
  });

  it('shows the variables of its own settings, not those that packages brought theirs for', async () => {
    const { env } = await onlyServiceOf(
      laravel({
        'composer.json': composer({ 'laravel/framework': '^12.0', 'laravel/pulse': '^1.0' }),
        '.env.example': 'APP_NAME=Shop\n',
        'config/pulse.php': "<?php return ['path' => env('PULSE_PATH')];\n",
        'config/mail.php': "<?php return ['host' => env('MAIL_SCHEME')];\n",
        'config/shop.php': "<?php return ['currency' => env('SHOP_CURRENCY', 'EUR')];\n"
      })
    );
    const names = env.map((each) => each.name);
    expect(names).toContain('SHOP_CURRENCY');
    expect(names).not.toContain('PULSE_PATH');
    expect(names).not.toContain('MAIL_SCHEME');
  });

  it('builds its scripts with Node, which makes no service', async () => {
    const files = laravel({
      'package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '^7.0.0' } }),
      'package-lock.json': '{}'
    });
    const service = await onlyServiceOf(files);
    expect(service.framework).toBe('laravel');
    expect(service.dockerfile!.text).toMatch(/npm ci[\s\S]*npm run build && rm -rf node_modules/);
  });
});

describe('a Symfony app', () => {
  const symfony = (more: Record<string, string> = {}) => ({
    'composer.json': composer({
      'symfony/framework-bundle': '^7.0',
      'symfony/flex': '^2.0',
      'symfony/messenger': '^7.0',
      'doctrine/doctrine-bundle': '^2.0',
      'doctrine/doctrine-migrations-bundle': '^3.0'
    }),
    'bin/console': '#!/usr/bin/env php\n',
    ...page,
    ...more
  });

  it('reads the address of its database from the line of its settings that is no comment', async () => {
    const env = '# DATABASE_URL="mysql://app@db/app"\nDATABASE_URL="postgresql://app:x@127.0.0.1:5432/app"\n';
    const files = symfony({ '.env': env });
    expect(await storesOf(files)).toEqual(['postgres required']);
    expect(await onlyServiceOf(files)).toMatchObject({
      framework: 'symfony',
      releaseCommand: 'php bin/console doctrine:migrations:migrate --no-interaction --allow-no-migration'
    });
  });

  it('works off the messages that wait in a transport', async () => {
    const messenger = (to: string) => `framework:
  messenger:
    transports:
      async: '%env(MESSENGER_TRANSPORT_DSN)%'
      now: 'sync://'
    routing:
      App\\Message\\Mail: ${to}
`;
    const with_ = (to: string) => symfony({ 'config/packages/messenger.yaml': messenger(to) });
    expect(await workersOf(with_('async'))).toEqual(['php bin/console messenger:consume async --time-limit=3600']);
    expect(await workersOf(with_('now'))).toEqual([]);
    expect((await analysisOf(with_('async'))).services[0]!.env.map((each) => each.name)).toContain(
      'MESSENGER_TRANSPORT_DSN'
    );
  });
});

describe('other programs in PHP', () => {
  it.each([
    ['slim/slim', 'slim', 'public'],
    ['cakephp/cakephp', 'cakephp', 'webroot'],
    ['yiisoft/yii2', 'yii', 'web'],
    ['codeigniter4/framework', 'codeigniter', 'public']
  ])('are recognised by %s and served from its folder', async (name, framework, root) => {
    const files = { 'composer.json': composer({ [name]: '^4.0' }), [`${root}/index.php`]: '<?php\n' };
    const service = await onlyServiceOf(files);
    expect(service.framework).toBe(framework);
    expect(service.dockerfile!.text).toContain(`DocumentRoot /app/${root}`);
  });

  it('are WordPress by its files, which needs MySQL', async () => {
    const files = { 'index.php': '<?php\n', 'wp-config-sample.php': '<?php\n', 'wp-admin/index.php': '<?php\n' };
    expect(await onlyServiceOf(files)).toMatchObject({ path: '.', framework: 'wordpress' });
    expect(await storesOf(files)).toEqual(['mysql required']);
  });

  it('are plain pages, with the database that they call and the variables that they read', async () => {
    const files = {
      'index.php':
        '<?php\n$db = new PDO(\'pgsql:host=\' . getenv("DB_HOST"), $_ENV["DB_USER"], $_SERVER["REQUEST_URI"]);\n'
    };
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({ language: 'PHP', framework: null, packageManager: null, kind: 'web' });
    expect(await storesOf(files)).toEqual(['postgres required']);
    expect(service.env.map((each) => each.name).sort()).toEqual(['DB_HOST', 'DB_USER']);
    expect(service.dockerfile!.text).toMatch(/docker-php-ext-install .*pdo_pgsql/);
  });

  it('are no services when they are libraries, nor in the folders of an app', async () => {
    const files = laravel({
      'packages/money/composer.json': manifest({ name: 'example/money', type: 'library', require: {} }),
      'packages/money/src/Money.php': '<?php\n',
      'public/old/index.php': '<?php\n'
    });
    expect((await analysisOf(files)).services.map((service) => service.path)).toEqual(['.']);
  });

  it('are served by Apache also where a Procfile names the server of a buildpack', async () => {
    const service = await onlyServiceOf({
      'composer.json': composer({ 'slim/slim': '^4.0' }),
      'front/index.php': '<?php\n',
      Procfile: 'web: heroku-php-apache2 front/\n'
    });
    expect(service.startCommand).toBe('heroku-php-apache2 front/');
    expect(service.dockerfile!.text).toContain('DocumentRoot /app/front');
    expect(service.dockerfile!.text).toContain('CMD ["apache2-foreground"]');
  });
});

describe('the version of PHP', () => {
  const of = async (body: string, more: Record<string, string> = {}) => {
    const service = await onlyServiceOf({ 'composer.json': body, ...page, ...more });
    return [service.runtimeVersion, /FROM php:([\d.]+)-apache/.exec(service.dockerfile!.text)?.[1]];
  };
  const asks = (php: string, more: object = {}) => manifest({ require: { php, 'slim/slim': '^4.0' }, ...more });

  it('is the lowest that is asked for, run on the newest line that it allows', async () => {
    expect(await of(asks('^8.1'))).toEqual(['8.1', '8.4']);
    expect(await of(asks('>=8.2 <8.4'))).toEqual(['8.2', '8.3']);
    expect(await of(asks('^7.4'))).toEqual(['7.4', '8.2']);
  });

  it('is the one that packages were resolved for, or that a file pins', async () => {
    expect(await of(asks('^8.1', { config: { platform: { php: '8.3.0' } } }))).toEqual(['8.3', '8.3']);
    expect(await of(asks('^8.1'), { '.php-version': '8.5\n' })).toEqual(['8.5', '8.5']);
    expect(await of(asks('^8.1'), { '.tool-versions': 'php 8.2.1\n' })).toEqual(['8.2', '8.2']);
  });

  it('is a current one where none is stated', async () => {
    expect(await of(manifest({ require: { 'slim/slim': '^4.0' } }))).toEqual(['8.4', '8.4']);
  });
});

describe('the Dockerfile of a PHP app', () => {
  it('builds the extensions that are asked for in a stage of their own', async () => {
    const files = {
      'composer.json': composer({
        'slim/slim': '^4.0',
        'ext-intl': '*',
        'ext-json': '*',
        'ext-redis': '*',
        'ext-GD': '*'
      }),
      ...page
    };
    const text = await dockerfileOf(files);
    expect(text).toContain('docker-php-ext-install -j"$(nproc)" gd intl opcache');
    expect(text).toContain('pecl install redis && docker-php-ext-enable redis');
    expect(text).toMatch(/AS base[\s\S]*libicu76[\s\S]*AS extensions[\s\S]*libicu-dev/);
    expect(text).not.toMatch(/docker-php-ext-install .*json/);
  });

  it('installs packages before the code, without those of development, and runs as an own user on PORT', async () => {
    const text = await dockerfileOf({
      'composer.json': composer({ 'slim/slim': '^4.0' }),
      'composer.lock': '{}',
      ...page
    });
    expect(text).toMatch(
      /COPY composer\.json composer\.lock \.\/\nRUN --mount=type=cache\S+ composer install --no-dev/
    );
    const last = text.slice(text.lastIndexOf('FROM base'));
    expect(last).toContain('USER www-data');
    expect(last).toContain('Listen ${PORT}');
    expect(last).toContain('ENV APP_ENV=production PORT=8080');
  });

  it('goes on where composer.json is broken', async () => {
    const analysis = await analysisOf({ 'composer.json': '{"require": {', ...page });
    expect(analysis.services[0]).toMatchObject({ language: 'PHP', kind: 'web' });
    expect(analysis.filesRead.find((each) => each.path === 'composer.json')?.note).toMatch(/not valid JSON/);
  });
});
