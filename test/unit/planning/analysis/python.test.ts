import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

describe('a Python app', () => {
  it('of FastAPI is served by uvicorn, which is added when it is not listed', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'fastapi==0.115\n',
      '.python-version': '3.12\n',
      'app/__init__.py': '',
      'app/main.py':
        'from fastapi import FastAPI\napp = FastAPI()\n\n@app.get("/health")\ndef health():\n    return {}\n'
    });
    expect(service).toMatchObject({
      framework: 'fastapi',
      runtimeVersion: '3.12',
      packageManager: 'pip',
      port: 8000,
      health: '/health'
    });
    expect(service.startCommand).toContain('uvicorn app.main:app');
    expect(service.dockerfile?.text).toContain('FROM python:3.12-slim');
    expect(service.dockerfile?.text).toContain('pip install uvicorn');
    expect(service.dockerfile?.text).toContain('USER app');
  });

  it('that a function makes is served where a module calls it, tasks apart', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'fastapi\nuvicorn\n',
      'app/__init__.py': '',
      'app/factory.py': 'from fastapi import FastAPI\ndef get_application():\n    return FastAPI()\n',
      'app/tasks.py': 'app = get_application()\n',
      'app/web.py': 'app = get_application()\n'
    });
    expect(service.startCommand).toContain('app.web:app');
  });

  it('of Flask is served by gunicorn, not by its development server', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'Flask\ngunicorn\n',
      'app.py':
        'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True, port=5001)\n'
    });
    expect(service).toMatchObject({ framework: 'flask', port: 5001 });
    expect(service.startCommand).toMatch(/^gunicorn .*app:app$/);
    expect(service.dockerfile?.text).not.toContain('pip install gunicorn');
  });

  it('of Flask with a factory is called', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'Flask\n',
      'shop/__init__.py': 'from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    return app\n'
    });
    expect(service.startCommand).toContain("'shop:create_app()'");
  });

  it('of Django migrates before a release, collects its files and mints its key', async () => {
    const { services, datastores } = await analysisOf({
      'pyproject.toml':
        '[project]\nname = "shop"\nrequires-python = ">=3.11"\ndependencies = ["django>=5", "psycopg[binary]"]\n',
      'uv.lock': '',
      'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/settings.py':
        'SECRET_KEY = os.environ["SECRET_KEY"]\nALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")\nSTATIC_ROOT = "static"\nDATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\nDATABASE_URL = os.environ["DATABASE_URL"]\n',
      'shop/wsgi.py': 'application = 1\n'
    });
    expect(services[0]).toMatchObject({
      framework: 'django',
      packageManager: 'uv',
      runtimeVersion: '3.13',
      releaseCommand: 'python manage.py migrate --noinput',
      buildCommand: 'python manage.py collectstatic --noinput'
    });
    expect(services[0]?.startCommand).toContain('gunicorn');
    expect(services[0]?.startCommand).toContain('shop.wsgi:application');
    const env = Object.fromEntries(services[0]!.env.map((each) => [each.name, each.source]));
    expect(env).toMatchObject({ SECRET_KEY: 'generated', DATABASE_URL: 'reference', ALLOWED_HOSTS: 'reference' });
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
  });

  it('with Celery has a worker, and a beat where a schedule is set', async () => {
    const { services, datastores } = await analysisOf({
      'requirements.txt': 'flask\ncelery\nredis\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
      'tasks.py': 'from celery import Celery\ncelery = Celery("tasks")\ncelery.conf.beat_schedule = {}\n'
    });
    expect(
      services.map(
        ({ name, kind, startCommand }) => `${name} ${kind} ${startCommand?.split(' ').slice(0, 4).join(' ')}`
      )
    ).toEqual([
      expect.stringContaining('web web gunicorn'),
      'worker worker celery -A tasks worker',
      'beat worker celery -A tasks beat'
    ]);
    expect(datastores).toMatchObject([{ kind: 'redis', requirement: 'required' }]);
  });
});
