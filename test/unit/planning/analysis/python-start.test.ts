import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf, refusalOf } from './checkout-of.ts';

describe('a Python script', () => {
  it('is a worker, without any manifest too', async () => {
    const service = await onlyServiceOf({ 'bot.py': 'print("hello")\n', '.python-version': '3.12\n' });
    expect(service).toMatchObject({
      kind: 'worker',
      language: 'Python',
      framework: null,
      packageManager: null,
      runtimeVersion: '3.12',
      startCommand: 'python bot.py'
    });
    expect(service.dockerfile?.text).not.toContain('pip install');
  });

  it('of the root is started without a guard, the likeliest name first', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'numpy==2.2.1\n',
      'app.py': 'print(1)\n',
      'main.py': 'print(2)\n'
    });
    expect(service).toMatchObject({ startCommand: 'python main.py', packageManager: 'pip' });
  });

  it('is a web service where it serves requests itself', async () => {
    const service = await onlyServiceOf({
      'pyproject.toml': '[project]\nname = "clock"\nversion = "1"\n',
      'main.py': 'from http.server import *\nHTTPServer(("", 8000), SimpleHTTPRequestHandler).serve_forever()\n'
    });
    expect(service).toMatchObject({ kind: 'web', startCommand: 'python main.py' });
  });

  it('is not looked for beside what a manifest speaks of', async () => {
    const { services } = await analysisOf({
      'go.mod': 'module example.org/shop\n\ngo 1.25\n',
      'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
      'main.py': 'print(1)\n'
    });
    expect(services.map(({ language }) => language)).toEqual(['Go']);
  });

  it('is the package that runs itself, where it is the only one', async () => {
    const files = { 'setup.py': 'from setuptools import setup\nsetup(name="clock")\n', 'clock/__main__.py': '' };
    expect((await onlyServiceOf(files)).startCommand).toBe('python -m clock');
    expect(await refusalOf({ ...files, 'watch/__main__.py': '' })).toBe('analysis.nothing');
  });
});

describe('a Python app', () => {
  it('of FastHTML is served by uvicorn, its routes being named beside it', async () => {
    const service = await onlyServiceOf({
      'requirements.txt': 'python-fasthtml\n',
      'main.py': 'from fasthtml.common import *\n\napp, rt = fast_app()\n\nserve()\n'
    });
    expect(service).toMatchObject({ kind: 'web', framework: 'fasthtml', port: 5001 });
    expect(service.startCommand).toContain('uvicorn main:app');
  });

  it('of PDM is installed from its lock file', async () => {
    const service = await onlyServiceOf({
      'pyproject.toml': '[project]\nname = "clock"\ndependencies = ["numpy"]\nrequires-python = ">=3.11"\n',
      'pdm.lock': '[metadata]\n',
      'main.py': ''.padEnd(8, '\n')
    });
    expect(service.packageManager).toBe('pdm');
    expect(service.dockerfile?.text).toContain('pdm install --prod --no-self --frozen-lockfile');
  });
});

describe('the version of Python', () => {
  const versionWith = async (files: Record<string, string>) =>
    (await onlyServiceOf({ 'main.py': 'print(1)\n', ...files })).runtimeVersion;

  it.each([
    ['mise before its own file', { 'mise.toml': '[tools]\npython = "3.12"\n', '.python-version': '3.11\n' }, '3.12'],
    ['asdf, the first of several', { '.tool-versions': 'uv 0.7.22\npython 3.11.9 3.12.1\n' }, '3.11'],
    ['a comment above it', { '.python-version': '# pinned for a wheel\n3.11.11\n' }, '3.11'],
    ['the newest line', { '.python-version': 'latest\n' }, '3.14'],
    ['what Heroku reads', { 'runtime.txt': 'python-3.12.8\n' }, '3.12'],
    ['a line that is long gone', { 'runtime.txt': 'python-2.7.18\n' }, '2.7'],
    ['a word that is no version', { '.python-version': 'pypy-nightly\n' }, '3.13']
  ])('is read from %s', async (_, files, version) => {
    expect(await versionWith(files)).toBe(version);
  });
});
