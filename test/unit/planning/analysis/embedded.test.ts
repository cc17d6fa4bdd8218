import { describe, expect, it } from 'vitest';
import { manifest, onlyServiceOf } from './checkout-of.ts';

const node = (code: string, more: Record<string, string> = {}) => ({
  'package.json': manifest({
    scripts: { start: 'node server.js' },
    dependencies: { express: '5', 'better-sqlite3': '12' }
  }),
  'server.js': code,
  ...more
});
const valueOf = async (files: Record<string, string>, name: string) =>
  (await onlyServiceOf(files)).env.find((each) => each.name === name)?.default;
const dockerfile = (...lines: string[]) =>
  ['FROM node:22', 'WORKDIR /app', 'COPY . .', ...lines, 'CMD ["node", "server.js"]'].join('\n');

describe('the file of an embedded database', () => {
  it('is led from beside the code into a folder that a volume keeps', async () => {
    const service = await onlyServiceOf(node("const db = new Database('./shop.db');\n"));
    expect(service.volumes).toEqual(['/data']);
    expect(service.dockerfile?.text).toContain('ln -sf /data/shop.db shop.db && chown -R node:node /data\n');
    expect(service.dockerfile?.text.indexOf('ln -sf')).toBeLessThan(service.dockerfile!.text.indexOf('USER node'));
  });

  it('is kept for Django, whose settings name it beside manage.py', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'django\n',
      'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/wsgi.py': 'application = get_wsgi_application()\n',
      'shop/settings.py':
        'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}\n'
    });
    expect(service.volumes).toEqual(['/data']);
    expect(service.dockerfile?.text).toContain('ln -sf /data/db.sqlite3 db.sqlite3 && chown -R app:app /data\n');
  });

  it.each([
    ['DATABASE_URL', 'file:./dev.db?connection_limit=1', 'file:/data/dev.db?connection_limit=1'],
    ['DATABASE_URL', 'sqlite:///./shop.db', 'sqlite:////data/shop.db'],
    ['DATABASE_PATH', './data/shop.sqlite3', '/data/shop.sqlite3']
  ])('goes where the variable that names it says: %s=%s becomes %s', async (name, before, after) => {
    const files = node('', { '.env.example': `${name}=${before}\n` });
    const service = await onlyServiceOf(files);
    expect(await valueOf(files, name)).toBe(after);
    expect(service.volumes).toEqual(['/data']);
    expect(service.dockerfile?.text).toContain('mkdir -p /data && chown -R node:node /data\n');
  });

  it('stays where a volume can be laid over its own folder', async () => {
    const files = node('', { '.env.example': 'DATABASE_URL=file:/var/lib/shop/shop.db\n' });
    expect(await valueOf(files, 'DATABASE_URL')).toBe('file:/var/lib/shop/shop.db');
    expect((await onlyServiceOf(files)).volumes).toEqual(['/var/lib/shop']);
  });

  it("is moved in a repository's own image only where its user may write", async () => {
    const example = { '.env.example': 'DATABASE_URL=file:./dev.db\n' };
    const root = await onlyServiceOf(node('', { ...example, Dockerfile: dockerfile() }));
    expect(root.volumes).toEqual(['/data']);
    const other = await onlyServiceOf(node('', { ...example, Dockerfile: dockerfile('USER node') }));
    expect(other.volumes).toEqual([]);
    expect(other.env).toMatchObject([{ name: 'DATABASE_URL', default: 'file:./dev.db' }]);
  });

  it('is left alone when it is above the service, or there is none', async () => {
    expect((await onlyServiceOf(node("new Database('../shop.db');\n"))).volumes).toEqual([]);
    expect((await onlyServiceOf(node("new Database(':memory:');\n"))).volumes).toEqual([]);
  });
});

describe('a Dockerfile that declares volumes', () => {
  it('has them named, so that a redeploy finds the data again', async () => {
    const text = dockerfile('VOLUME ["/data", "/var/lib/uploads"]', 'VOLUME /cache $ELSEWHERE');
    expect((await onlyServiceOf(node('', { Dockerfile: text }))).volumes).toEqual([
      '/data',
      '/var/lib/uploads',
      '/cache'
    ]);
  });
});
