import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const main =
  '(ns shop.core (:gen-class))\n(defn -main [] (run-jetty app {:port (Integer/parseInt (or (System/getenv "PORT") "5050"))}))\n(def key (System/getenv "SHOP_KEY"))\n';
const lein = {
  'project.clj':
    '(defproject acme/shop "1.0"\n  :dependencies [[org.clojure/clojure "1.12.0"] [ring/ring-jetty-adapter "1.13.0"]\n                 ; [mysql/mysql-connector-java "8"]\n                 [compojure "1.7.1"] [org.postgresql/postgresql "42.7.0"]]\n  :main ^:skip-aot shop.core\n  :profiles {:dev {:dependencies [[com.mysql/mysql-connector-j "9.0.0"]]}\n             :uberjar {:aot :all}})\n',
  'src/shop/core.clj': main
};

describe('a Clojure program', () => {
  it('of Leiningen is known by what it depends on when it runs', async () => {
    const { services, datastores } = await analysisOf(lein);
    expect(services).toMatchObject([
      {
        name: 'shop',
        language: 'Clojure',
        framework: 'compojure',
        packageManager: 'leiningen',
        kind: 'web',
        port: 5050,
        buildCommand: 'lein uberjar',
        startCommand: 'java -jar app.jar'
      }
    ]);
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
    expect(services[0]!.env.map((each) => each.name)).toContain('SHOP_KEY');
  });

  it('is packed by its tool and run without it', async () => {
    const { dockerfile } = await onlyServiceOf({ ...lein, '.java-version': '17\n' });
    expect(dockerfile!.text).toContain('FROM clojure:temurin-17-lein AS build');
    expect(dockerfile!.text).toContain('FROM eclipse-temurin:17-jre');
  });

  it('that a Procfile starts is laid where the Procfile looks for it', async () => {
    const { dockerfile } = await onlyServiceOf({ ...lein, Procfile: 'web: java -jar target/shop.jar\n' });
    expect(dockerfile!.text).toContain('COPY --from=build /src/target/*.jar ./target/');
  });

  it.each([
    [
      'with a build is packed by it',
      { 'build.clj': "(ns build)\n(def main 'shop.core)\n(defn uber [_] nil)\n" },
      ':build {:deps {io.github.clojure/tools.build {:git/tag "v0.10.5"}} :ns-default build}',
      'clojure -T:build uber'
    ],
    ['without one runs from its sources', {}, ':run {:main-opts ["-m" "shop.core"]}', 'clojure -M:run']
  ])("of Clojure's own tools %s", async (_, files, alias, said) => {
    const service = await onlyServiceOf({
      ...files,
      'deps.edn': `{:deps {http-kit/http-kit {:mvn/version "2.8.0"}}\n :aliases {${alias}}}\n`,
      'src/shop/core.clj': main
    });
    expect(service).toMatchObject({ framework: 'http-kit', packageManager: 'tools.deps' });
    expect(`${service.buildCommand} ${service.startCommand}`).toContain(said);
  });

  it('that is a library is no service', async () => {
    const { services } = await analysisOf({
      'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
      'a.js': '',
      'lib/project.clj': '(defproject lib "1.0" :dependencies [[org.clojure/clojure "1.12.0"]])\n'
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
  });
});
