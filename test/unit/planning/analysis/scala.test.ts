import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const play = { 'project/plugins.sbt': 'addSbtPlugin("org.playframework" % "sbt-plugin" % "3.0.9")\n' };
const shop = {
  ...play,
  'build.sbt':
    'name := """Web Shop"""\n// libraryDependencies += "com.mysql" % "mysql-connector-j" % "9.0.0"\nlazy val root = (project in file(".")).enablePlugins(PlayScala)\nlibraryDependencies ++= Seq(guice, "org.postgresql" % "postgresql" % "42.7.0", "org.scalatest" %% "scalatest" % "3.2.0" % Test)\n',
  'app/controllers/Home.scala': 'package controllers\nclass Home\n',
  'conf/application.conf':
    'play.http.secret.key = "changeme"\nplay.http.secret.key = ${?SHOP_SECRET}\ndb {\n  default.url = "jdbc:postgresql://localhost/shop" # for us\n  default.url = ${?JDBC_DATABASE_URL}\n}\nplay.server { http { port = 9100, address = "0.0.0.0" } }\n'
};

describe('an app of Play', () => {
  it('is known by its plugin, and listens where its settings say', async () => {
    const service = await onlyServiceOf({ ...shop, 'system.properties': 'java.runtime.version=17\n' });
    expect(service).toMatchObject({
      language: 'Scala',
      framework: 'play',
      runtimeVersion: '17',
      packageManager: 'sbt',
      port: 9100
    });
    expect(service.startCommand).toBe('bin/web-shop -Dhttp.address=0.0.0.0 -Dhttp.port=$PORT -Dpidfile.path=/dev/null');
  });

  it('is led to its database and given its secret, as its settings let the environment overrule them', async () => {
    const { services, datastores } = await analysisOf(shop);
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
    const env = Object.fromEntries(services[0]!.env.map((each) => [each.name, each]));
    expect(env).toMatchObject({
      SHOP_SECRET: { source: 'generated', secret: true },
      JDBC_DATABASE_URL: { source: 'reference', secret: true }
    });
  });

  it('is staged by sbt and run from the staged folder', async () => {
    const { dockerfile } = await onlyServiceOf(shop);
    expect(dockerfile!.text).toContain('sbt -batch root/stage');
    expect(dockerfile!.text).toContain('COPY --from=build --chown=app:app /src/target/universal/stage/ ./');
  });

  it('that a Procfile starts is laid where the Procfile looks for it', async () => {
    const { dockerfile } = await onlyServiceOf({
      ...shop,
      Procfile: 'web: target/universal/stage/bin/web-shop -Dhttp.port=${PORT}\n'
    });
    expect(dockerfile!.text).toContain('/src/target/universal/stage/ ./target/universal/stage/');
    expect(dockerfile!.text).toContain('exec target/universal/stage/bin/web-shop -Dhttp.port=${PORT}');
  });
});

describe('a build of sbt', () => {
  it.each([
    ['org.http4s" %% "http4s-ember-server', 'http4s'],
    ['dev.zio" %% "zio-http', 'zio-http'],
    ['org.apache.pekko" %% "pekko-http', 'pekko-http'],
    ['com.typesafe.akka" %% "akka-http', 'akka-http']
  ])('that depends on %s is named %s', async (dependency, framework) => {
    const service = await onlyServiceOf({
      'build.sbt': `libraryDependencies += "${dependency}" % "1.0.0"\n`,
      'src/main/scala/shop/Main.scala':
        'package shop\nobject Main extends IOApp.Simple { val port = sys.env.getOrElse("SHOP_PORT", "8081") }\n'
    });
    expect(service).toMatchObject({ framework, kind: 'web', startCommand: "java -cp 'lib/*' shop.Main" });
    expect(service.env.map((each) => each.name)).toContain('SHOP_PORT');
  });

  it('of several projects runs the one that starts a program', async () => {
    const service = await onlyServiceOf({
      'project/plugins.sbt': 'addSbtPlugin("com.github.sbt" % "sbt-native-packager" % "1.11.0")\n',
      'build.sbt':
        'lazy val root = project.in(file(".")).aggregate(core, api)\nlazy val core = project in file("modules/core")\nlazy val api = (project in file("modules/api")).settings(name := "shop-api", libraryDependencies += "org.http4s" %% "http4s-ember-server" % "0.23.0").enablePlugins(JavaAppPackaging)\n',
      'modules/core/src/main/scala/Stock.scala': 'class Stock\n',
      'modules/api/src/main/scala/Main.scala': 'object Main extends IOApp.Simple\n'
    });
    expect(service.startCommand).toBe('bin/shop-api');
    expect(service.dockerfile!.text).toContain('sbt -batch api/stage');
    expect(service.dockerfile!.text).toContain('/src/modules/api/target/universal/stage/');
  });

  it('of a library is no service', async () => {
    const { services } = await analysisOf({
      'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
      'a.js': '',
      'lib/build.sbt': 'libraryDependencies += "org.typelevel" %% "cats-core" % "2.0.0"\n',
      'lib/src/main/scala/Sum.scala': 'class Sum\n'
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
  });

  it.each([
    ['keys in one another', `${'a.'.repeat(20000)}!\n${'a { '.repeat(5000)}`],
    ['texts that never end', '"'.repeat(50001)]
  ])('whose settings hold %s is read all the same', async (_, conf) => {
    expect(await onlyServiceOf({ ...shop, 'conf/application.conf': conf })).toMatchObject({ framework: 'play' });
  });
});
