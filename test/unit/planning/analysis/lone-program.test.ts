import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf, refusalOf } from './checkout-of.ts';

const pom =
  '<project><groupId>org.example</groupId><artifactId>tally</artifactId><version>1</version><properties><maven.compiler.release>21</maven.compiler.release></properties></project>';
const main =
  'package org.example;\n\npublic class App { public static void main(String[] args) { System.out.println(1); } }\n';
const java = { 'pom.xml': pom, 'src/main/java/org/example/App.java': main };

describe('a program of the command line', () => {
  it.each([
    ['Java', java, "java -cp 'lib/*' org.example.App"],
    [
      'C#',
      {
        'tally.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>',
        'Program.cs': 'Console.WriteLine(1);\n'
      },
      'dotnet tally.dll'
    ],
    [
      'Crystal',
      {
        'shard.yml': 'name: tally\nversion: 1.0.0\ntargets:\n  tally:\n    main: src/tally.cr\n',
        'src/tally.cr': 'puts 1\n'
      },
      '/app/bin/tally'
    ],
    [
      'Dart',
      { 'pubspec.yaml': 'name: tally\nenvironment:\n  sdk: ^3.6.0\n', 'bin/tally.dart': 'void main() => print(1);\n' },
      '/app/bin/server'
    ],
    [
      'Swift',
      {
        'Package.swift':
          '// swift-tools-version:6.0\nimport PackageDescription\nlet package = Package(name: "tally", targets: [.executableTarget(name: "tally")])\n',
        'Sources/tally/main.swift': 'print(1)\n'
      },
      '/app/tally'
    ],
    [
      'Clojure',
      {
        'project.clj':
          '(defproject tally "1.0.0" :dependencies [[org.clojure/clojure "1.12.0"]] :main ^:skip-aot tally.core :profiles {:uberjar {:aot :all}})\n',
        'src/tally/core.clj': '(ns tally.core (:gen-class))\n(defn -main [& _] (println 1))\n'
      },
      'java -jar app.jar'
    ],
    [
      'Scala',
      {
        'build.sbt': 'name := "tally"\nscalaVersion := "3.3.4"\n',
        'src/main/scala/Tally.scala': 'object Tally {\n  def main(args: Array[String]): Unit = println(1)\n}\n'
      },
      "java -cp 'lib/*' Tally"
    ],
    [
      'Haskell',
      {
        'package.yaml': 'name: tally\ndependencies:\n- base\nexecutables:\n  tally-exe:\n    main: Main.hs\n',
        'stack.yaml': 'resolver: lts-24.0\n',
        'app/Main.hs': 'main = print 1\n'
      },
      '/app/bin/tally-exe'
    ]
  ])('of %s is a worker where it is all there is', async (language, files, startCommand) => {
    const service = await onlyServiceOf(files as Record<string, string>);
    expect(service).toMatchObject({ kind: 'worker', language, startCommand, port: null });
    expect(service.dockerfile?.origin).toBe('generated');
    expect(service.dockerfile?.text).not.toContain('EXPOSE');
    expect(service.dockerfile?.text).toMatch(/^(?:CMD|ENTRYPOINT) /m);
  });

  it('is no service beside one that runs', async () => {
    const { services } = await analysisOf({
      'tool/pom.xml': pom,
      'tool/src/main/java/org/example/App.java': main,
      'web/requirements.txt': 'flask\n',
      'web/app.py': 'from flask import Flask\napp = Flask(__name__)\n'
    });
    expect(services.map(({ path }) => path)).toEqual(['web']);
  });

  it('is not guessed where there are several', async () => {
    const two = Object.entries(java).flatMap(([path, text]) => [
      [`one/${path}`, text],
      [`two/${path}`, text]
    ]);
    expect(await refusalOf(Object.fromEntries(two) as Record<string, string>)).toBe('analysis.nothing');
  });
});
