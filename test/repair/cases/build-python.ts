import type { RepairCase } from '../case.ts';
import { flaskSite } from '../sources.ts';

const packaged = `[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "site"
version = "1.0.0"
requires-python = ">=3.10,<3.12"
dependencies = ["flask==3.1.1", "gunicorn==23.0.0"]

[tool.setuptools]
py-modules = ["app"]
`;

const django = {
  'requirements.txt': 'django==5.2.4\ngunicorn==23.0.0\n',
  'manage.py': `import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
`,
  'shop/__init__.py': '',
  'shop/settings.py': `import os

SECRET_KEY = os.environ["SECRET_KEY"]
PAYMENTS = {name: os.environ["PAYMENT_" + name] for name in ["KEY"]}
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "/static/"
STATIC_ROOT = "static"
`,
  'shop/urls.py': `from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("", lambda request: HttpResponse("ok"))]
`,
  'shop/wsgi.py': `import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
`
};

/** Python: packages that are compiled or do not exist, versions that do not fit, modules that are not there. */
export const cases: RepairCase[] = [
  {
    name: 'psycopg2 comes along with another package and finds no PostgreSQL client',
    signature: 'pg_config',
    outcome: 'fixed',
    fix: 'libpq-dev',
    repository: flaskSite(['sqlalchemy[postgresql]==2.0.41'], ['import psycopg2'])
  },
  {
    name: 'mysqlclient comes along with another package and finds no MySQL client',
    signature: 'mysqlclient',
    outcome: 'fixed',
    fix: 'default-libmysqlclient-dev',
    repository: flaskSite(['sqlalchemy[mysql]==2.0.41'], ['import MySQLdb'])
  },
  {
    name: 'a Python package is compiled and finds no compiler, nor a header later',
    signature: 'program_missing',
    outcome: 'fixed',
    fix: 'libffi-dev',
    repository: flaskSite(['--no-binary cffi', 'cffi==1.17.1'], ['import cffi'])
  },
  {
    name: 'a pinned package has no release for the newest Python',
    signature: 'py_version',
    outcome: 'fixed',
    fix: 'python:3.11',
    repository: flaskSite(['scipy==1.10.1'], ['import scipy'])
  },
  {
    name: 'the package of the repository wants an older Python than .python-version',
    signature: 'py_version',
    outcome: 'fixed',
    fix: 'python:3.11',
    repository: flaskSite([], [], {
      '.python-version': '3.13\n',
      'pyproject.toml': packaged,
      'requirements.txt': '.\n'
    })
  },
  {
    name: 'OpenCV misses a library of the system as it starts',
    signature: 'shared_lib',
    outcome: 'fixed',
    fix: 'libgl1',
    repository: flaskSite(['opencv-contrib-python==4.11.0.86'], ['import cv2'])
  },
  {
    name: 'old code loads pkg_resources, which Python no longer brings',
    signature: 'py_module',
    outcome: 'fixed',
    fix: 'setuptools',
    repository: flaskSite([], ['import pkg_resources'])
  },
  {
    name: 'a Python package does not exist',
    signature: 'pip_404',
    outcome: 'gave up',
    repository: flaskSite(['a-private-package-of-shop==1.0.0'], [])
  },
  {
    name: 'gunicorn is told to start a module that is not there',
    signature: 'py_module',
    outcome: 'gave up',
    repository: flaskSite([], [], { Procfile: 'web: gunicorn store.wsgi --bind 0.0.0.0:$PORT\n' })
  },
  {
    name: 'Django collects its files and a variable has no value',
    signature: 'env_missing',
    outcome: 'gave up',
    repository: django
  }
];
