import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

describe('a C++ program', () => {
  const cmake = (body: string) => `cmake_minimum_required(VERSION 3.20)\nproject(shop LANGUAGES CXX)\n${body}\n`;

  it.each([
    ['drogon', 'find_package(Drogon CONFIG REQUIRED)', 80],
    ['crow', 'find_package(Crow REQUIRED)', 18080],
    ['oatpp', 'find_package(oatpp REQUIRED)', 8000]
  ])('with %s is a server', async (framework, line, port) => {
    const files = { 'CMakeLists.txt': cmake(`${line}\nadd_executable(shop main.cc)`), 'main.cc': 'int main() {}\n' };
    expect(await onlyServiceOf(files)).toMatchObject({
      kind: 'web',
      language: 'C++',
      framework,
      port,
      packageManager: 'cmake',
      startCommand: '/app/bin/shop'
    });
  });

  it('has the name that the project has where the settings say so', async () => {
    const files = {
      'CMakeLists.txt': cmake('add_executable(${PROJECT_NAME} main.cpp)'),
      'main.cpp': 'int main() {}\n'
    };
    expect(await onlyServiceOf(files)).toMatchObject({ kind: 'worker', startCommand: '/app/bin/shop' });
  });

  it('is built by Meson where that is what it has', async () => {
    const files = {
      'meson.build': "project('shop', ['cpp'])\n\nexecutable('shop', ['main.cc'])\n",
      'main.cc': 'int main() { listen(fd, 5); }\n'
    };
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({ kind: 'web', packageManager: 'meson' });
    expect(service.dockerfile!.text).toContain('meson setup build --buildtype=release && meson compile -C build shop');
  });

  it('takes the shared libraries along that it was linked to', async () => {
    const files = {
      'CMakeLists.txt': cmake('find_package(OpenSSL REQUIRED)\nadd_executable(shop main.cc)'),
      'main.cc': 'int main() {}\n'
    };
    const { text } = (await onlyServiceOf(files)).dockerfile!;
    expect(text).toMatch(/apt-get install .*libssl-dev/);
    expect(text).toContain('ldd /out/bin/shop');
    expect(text).toContain('COPY --from=build /out /app');
  });

  it.each([
    ['libraries', 'add_library(shop shop.cc)'],
    ['tests', 'add_executable(shop_test test.cc)']
  ])('is none where there are only %s', async (_, line) => {
    await expect(analysisOf({ 'CMakeLists.txt': cmake(line) })).rejects.toThrow('analysis.nothing');
  });

  it('is one, though its folders have settings of their own', async () => {
    const service = await onlyServiceOf({
      'CMakeLists.txt': cmake('add_subdirectory(src)\nadd_executable(shop src/main.cc)'),
      'src/CMakeLists.txt': 'add_executable(other other.cc)\n',
      'src/main.cc': 'int main() {}\n'
    });
    expect(service.path).toBe('.');
  });
});

describe('a start script', () => {
  it.each([
    ['#!/bin/bash\necho hello\n', 'bash start.sh'],
    ['#!/usr/bin/env zsh\necho hello\n', 'zsh start.sh'],
    ['echo hello\n', 'sh start.sh'],
    ['#!/usr/bin/fish\necho hello\n', 'sh start.sh']
  ])('%j is run by its shell', async (script, command) => {
    expect(await onlyServiceOf({ 'start.sh': script })).toMatchObject({
      kind: 'worker',
      language: 'Shell',
      startCommand: command
    });
  });

  it('that waits for requests is a server, with the commands that it names', async () => {
    const service = await onlyServiceOf({ 'start.sh': 'exec python3 -m http.server "${PORT:-9000}"\n' });
    expect(service).toMatchObject({ kind: 'web', port: 9000 });
    expect(service.dockerfile!.text).toMatch(/apt-get install .*python3/);
  });

  it('beside a manifest starts that program, and is none of its own', async () => {
    const service = await onlyServiceOf({
      'start.sh': 'node server.js\n',
      'package.json': '{"scripts":{"start":"sh start.sh"},"dependencies":{"express":"5"}}',
      'server.js': 'require("express")().listen(3000)'
    });
    expect(service.language).toBe('JavaScript');
  });
});
