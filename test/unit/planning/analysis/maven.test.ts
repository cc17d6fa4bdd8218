import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const dependency = (name: string, scope = '') => {
  const [group, artifact] = name.split(':');
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${scope && `<scope>${scope}</scope>`}</dependency>`;
};
const boot = (version = '3.4.1') =>
  `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version><relativePath/></parent>`;
const plugin = (artifact: string, more = '') => `<plugin><artifactId>${artifact}</artifactId>${more}</plugin>`;
const pom = (...parts: string[]) =>
  `<?xml version="1.0"?>\n<!-- <java.version>8</java.version> -->\n<project xmlns="http://maven.apache.org/POM/4.0.0">\n<modelVersion>4.0.0</modelVersion>\n<groupId>shop</groupId><artifactId>shop</artifactId><version>1</version>\n${parts.join('\n')}\n</project>\n`;
const dependencies = (...names: string[]) =>
  `<dependencies>${names.map((name) => dependency(name)).join('')}</dependencies>`;
const plugins = (...list: string[]) => `<build><plugins>${list.join('')}</plugins></build>`;
const bootPlugin = plugins(plugin('spring-boot-maven-plugin'));
const application =
  'package shop;\n@SpringBootApplication\npublic class ShopApplication {\n  public static void main(String[] args) { SpringApplication.run(ShopApplication.class, args); }\n}\n';
const main = { 'src/main/java/shop/ShopApplication.java': application };
const web = 'org.springframework.boot:spring-boot-starter-web';
const actuator = 'org.springframework.boot:spring-boot-starter-actuator';

describe('a Spring app built by Maven', () => {
  it('is known by its parent, its Java and its starters', async () => {
    const service = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(), '<properties><java.version>17</java.version></properties>', dependencies(web), bootPlugin)
    });
    expect(service).toMatchObject({
      language: 'Java',
      framework: 'spring-boot',
      runtimeVersion: '17',
      packageManager: 'maven',
      kind: 'web',
      port: 8080,
      health: null,
      startCommand: 'java -jar app.jar'
    });
    expect(service.evidence.framework).toMatchObject({
      path: 'pom.xml',
      excerpt: expect.stringContaining('spring-boot')
    });
  });

  it.each([
    [
      'a release of the compiler',
      '<maven.compiler.release>21</maven.compiler.release><java.version>17</java.version>',
      '21'
    ],
    ['a property that names another', '<jdk>11</jdk><maven.compiler.source>${jdk}</maven.compiler.source>', '11'],
    ['the old way to count', '<java.version>1.8</java.version>', '8']
  ])('runs on the Java of %s', async (_, properties, version) => {
    const files = {
      ...main,
      'pom.xml': pom(boot(), `<properties>${properties}</properties>`, dependencies(web), bootPlugin)
    };
    expect(await onlyServiceOf(files)).toMatchObject({ runtimeVersion: version });
  });

  it('runs on what system.properties says before what it compiles for, and that before the files of tools', async () => {
    const built = pom(
      boot(),
      '<properties><java.version>17</java.version></properties>',
      dependencies(web),
      bootPlugin
    );
    const tools = { '.sdkmanrc': 'java=25.0.1-tem\n', '.java-version': '21\n' };
    expect(await onlyServiceOf({ ...main, ...tools, 'pom.xml': built })).toMatchObject({ runtimeVersion: '17' });
    expect(
      await onlyServiceOf({ ...main, ...tools, 'pom.xml': built, 'system.properties': 'java.runtime.version=21\n' })
    ).toMatchObject({ runtimeVersion: '21' });
    expect(await onlyServiceOf({ ...main, ...tools, 'pom.xml': pom(dependencies(web), bootPlugin) })).toMatchObject({
      runtimeVersion: '21'
    });
  });

  it('listens and answers where its settings say, also those of the profile that they switch on', async () => {
    const service = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(), dependencies(web, actuator), bootPlugin),
      'src/main/resources/application.yml':
        'server:\n  port: ${PORT:9000}\n  servlet:\n    context-path: /shop\nspring:\n  profiles:\n    active: live\n---\nspring:\n  config:\n    activate:\n      on-profile: other\nserver:\n  port: 1\n',
      'src/main/resources/application-live.properties': 'management.endpoints.web.base-path=/manage\n'
    });
    expect(service).toMatchObject({ port: 9000, health: '/shop/manage/health' });
    expect(service.evidence.port).toMatchObject({ path: 'src/main/resources/application.yml', line: 2 });
  });

  it('without anything that listens works in the background', async () => {
    const files = {
      ...main,
      'pom.xml': pom(boot(), dependencies('org.springframework.kafka:spring-kafka'), bootPlugin)
    };
    const { services, datastores } = await analysisOf(files);
    expect(services).toMatchObject([{ kind: 'worker', port: null }]);
    expect(datastores).toMatchObject([{ kind: 'kafka', requirement: 'required' }]);
  });

  it('is led to the database that its settings name on another machine', async () => {
    const { services, datastores } = await analysisOf({
      ...main,
      'pom.xml': pom(boot(), dependencies(web, 'org.postgresql:postgresql'), bootPlugin),
      'src/main/resources/application.properties':
        'spring.datasource.url=jdbc:postgresql://localhost/shop\nspring.datasource.username=${DB_USER:shop}\nspring.datasource.password=shop\n'
    });
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
    const sources = Object.fromEntries(services[0]!.env.map((each) => [each.name, each.source]));
    expect(sources).toEqual({
      DB_USER: 'reference',
      SPRING_DATASOURCE_URL: 'reference',
      SPRING_DATASOURCE_PASSWORD: 'reference'
    });
  });

  it('with a database of its own needs no server, whatever drivers stand beside', async () => {
    const names = [web, 'com.h2database:h2', 'com.mysql:mysql-connector-j', 'org.postgresql:postgresql'];
    const { datastores } = await analysisOf({ ...main, 'pom.xml': pom(boot(), dependencies(...names), bootPlugin) });
    expect(datastores.map(({ kind, requirement }) => `${kind} ${requirement}`)).toEqual([
      'mysql optional',
      'postgres optional'
    ]);
  });

  it('finds the file of its own database again after a redeploy', async () => {
    const service = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(), dependencies(web, 'org.xerial:sqlite-jdbc'), bootPlugin),
      'src/main/resources/application.properties': 'spring.datasource.url=jdbc:sqlite:shop.db\n'
    });
    expect(service.env).toMatchObject([{ name: 'SPRING_DATASOURCE_URL', default: 'jdbc:sqlite:/data/shop.db' }]);
    expect(service.volumes).toEqual(['/data']);
  });

  it('whose settings name no database is told where it is', async () => {
    const { env } = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(), dependencies(web, 'com.mysql:mysql-connector-j'), bootPlugin)
    });
    expect(env.map((each) => `${each.name} ${each.source}`)).toEqual([
      'SPRING_DATASOURCE_PASSWORD reference',
      'SPRING_DATASOURCE_URL reference',
      'SPRING_DATASOURCE_USERNAME reference'
    ]);
  });

  it.each([
    ['2.7.18', 'SPRING_REDIS_HOST', 'SPRING_DATA_MONGODB_URI'],
    ['3.5.0', 'SPRING_DATA_REDIS_HOST', 'SPRING_DATA_MONGODB_URI'],
    ['4.0.1', 'SPRING_DATA_REDIS_HOST', 'SPRING_MONGODB_URI']
  ])('of version %s is told where its cache and its documents are by %s and %s', async (version, cache, documents) => {
    const starters = ['data-redis', 'data-mongodb'].map(
      (name) => `org.springframework.boot:spring-boot-starter-${name}`
    );
    const { env } = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(version), dependencies(web, ...starters), bootPlugin)
    });
    expect(env.map((each) => `${each.name} ${each.source}`)).toEqual(
      [`${cache} reference`, `${documents} reference`].sort()
    );
  });

  it('is taken apart into layers where its version can do so', async () => {
    const text = async (version: string) =>
      (await onlyServiceOf({ ...main, 'pom.xml': pom(boot(version), dependencies(web), bootPlugin) })).dockerfile!.text;
    expect(await text('3.4.1')).toMatch(
      /-Djarmode=tools .*extract --layers[\s\S]*COPY --from=build \/out\/layers\/dependencies\/ \.\//
    );
    expect(await text('2.7.18')).not.toContain('layers');
    expect(await text('2.7.18')).toContain('COPY --from=build /out/app.jar ./');
  });
});

describe('a build of many Maven modules', () => {
  const module = (name: string, ...parts: string[]) =>
    `<project><parent><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version></parent><artifactId>${name}</artifactId>${parts.join('')}</project>`;
  const files = {
    'pom.xml': pom(
      boot(),
      '<packaging>pom</packaging><modules><module>shop-api</module><module>shop-core</module><module>shop-mailer</module></modules><properties><java.version>21</java.version></properties>'
    ),
    'shop-core/pom.xml': module('shop-core', dependencies(web, 'com.mysql:mysql-connector-j')),
    'shop-core/src/main/java/shop/Stock.java': 'package shop;\nclass Stock {}\n',
    'shop-api/pom.xml': module('shop-api', dependencies('shop:shop-core'), bootPlugin),
    'shop-api/src/main/java/shop/Api.java': application,
    'shop-mailer/pom.xml': module(
      'shop-mailer',
      dependencies('org.springframework.boot:spring-boot-starter-amqp'),
      bootPlugin
    ),
    'shop-mailer/src/main/java/shop/MailerApplication.java': application
  };

  it('has those as services that start something, with what they get from the others', async () => {
    const { services, datastores } = await analysisOf(files);
    expect(services.map(({ path, kind, runtimeVersion }) => `${path} ${kind} ${runtimeVersion}`)).toEqual([
      'shop-api web 21',
      'shop-mailer worker 21'
    ]);
    expect(datastores.map((store) => store.kind).sort()).toEqual(['mysql', 'rabbitmq']);
  });

  it('is built from its root, each service with what it uses alone', async () => {
    const { services } = await analysisOf(files);
    expect(services[0]!.dockerfile).toMatchObject({
      context: '.',
      text: expect.stringContaining('--projects shop-api --also-make')
    });
    expect(services[0]!.dockerfile!.text).toContain('shop-api/target/*.jar');
  });
});

describe('a Maven build', () => {
  it('keeps a stated command working by laying what it names where it looks for it', async () => {
    const { dockerfile } = await onlyServiceOf({
      ...main,
      'pom.xml': pom(boot(), dependencies(web), bootPlugin),
      Procfile: 'web: java $JAVA_OPTS -jar target/shop-1.jar --server.port=$PORT\n'
    });
    expect(dockerfile!.text).toContain('COPY --from=build /src/target/*.jar ./target/');
    expect(dockerfile!.text).toContain('exec java $JAVA_OPTS -jar target/shop-1.jar');
  });

  it('of scripts and the jars beside them is taken over with both', async () => {
    const { dockerfile } = await onlyServiceOf({
      'pom.xml': pom(
        dependencies('org.apache.tomcat.embed:tomcat-embed-core'),
        plugins(plugin('appassembler-maven-plugin'))
      ),
      'src/main/java/shop/Main.java': 'package shop;\nclass Main { public static void main(String[] a) {} }\n',
      Procfile: 'web: sh target/bin/webapp\n'
    });
    expect(dockerfile!.text).toContain('COPY --from=build /src/target/bin ./target/bin');
    expect(dockerfile!.text).toContain('COPY --from=build /src/target/repo ./target/repo');
  });

  it('uses its wrapper where it has one, and does without the history that the image lacks', async () => {
    const git = plugins(plugin('spring-boot-maven-plugin'), plugin('git-commit-id-maven-plugin'));
    const files = { ...main, 'pom.xml': pom(boot(), dependencies(web), git) };
    const wrapper = { mvnw: '#!/bin/sh\n', '.mvn/wrapper/maven-wrapper.properties': 'distributionUrl=x\n' };
    const plain = (await onlyServiceOf(files)).dockerfile!.text;
    const wrapped = (await onlyServiceOf({ ...files, ...wrapper })).dockerfile!.text;
    expect(plain).toContain('FROM maven:3-eclipse-temurin-21 AS build');
    expect(plain).toContain('-Dmaven.gitcommitid.skip=true');
    expect(wrapped).toContain('FROM eclipse-temurin:21-jdk AS build');
    expect(wrapped).toContain('sh ./mvnw --batch-mode package');
  });

  it('of Quarkus is started from its folder and answers under /q', async () => {
    const service = await onlyServiceOf({
      'pom.xml': pom(
        dependencies(
          'io.quarkus:quarkus-rest',
          'io.quarkus:quarkus-smallrye-health',
          'io.quarkus:quarkus-jdbc-postgresql'
        ),
        plugins(plugin('quarkus-maven-plugin'))
      ),
      'src/main/resources/application.properties':
        '%dev.quarkus.http.port=1\nquarkus.http.port=8085\nquarkus.datasource.jdbc.url=jdbc:postgresql://db/shop\n'
    });
    expect(service).toMatchObject({
      framework: 'quarkus',
      port: 8085,
      health: '/q/health',
      startCommand: 'java -jar quarkus-run.jar'
    });
    expect(service.env.map((each) => each.name)).toContain('QUARKUS_DATASOURCE_JDBC_URL');
    expect(service.dockerfile!.text).toContain('COPY --from=build /out/lib/ ./lib/');
  });

  it('of Quarkus takes what holds in production, and no other profile', async () => {
    const service = await onlyServiceOf({
      'pom.xml': pom(dependencies('io.quarkus:quarkus-rest'), plugins(plugin('quarkus-maven-plugin'))),
      'src/main/resources/application.properties':
        'quarkus.http.port=1111\n%prod.quarkus.http.port=8086\n%test.quarkus.http.port=2222\n'
    });
    expect(service.port).toBe(8086);
  });

  it('without a jar that holds all is started with the jars beside it', async () => {
    const service = await onlyServiceOf({
      'pom.xml': pom(dependencies('io.javalin:javalin')),
      'src/main/java/shop/Main.java':
        'package shop;\nclass Main { public static void main(String[] a) { Javalin.create().start(7000); } }\n'
    });
    expect(service).toMatchObject({ framework: 'javalin', startCommand: "java -cp 'lib/*' shop.Main" });
    expect(service.dockerfile!.text).toContain('dependency:copy-dependencies');
  });

  it('of a library, or of a tool for the command line, is no service', async () => {
    const server = { 'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}', 'a.js': '' };
    const { services } = await analysisOf({
      ...server,
      'lib/pom.xml': pom(dependencies('org.slf4j:slf4j-api')),
      'lib/src/main/java/a/B.java': 'package a;\nclass B {}\n',
      'cli/pom.xml': pom(dependencies('info.picocli:picocli')),
      'cli/src/main/java/a/Main.java': 'package a;\nclass Main { public static void main(String[] a) {} }\n'
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
  });

  it.each([
    ['an element that is never closed', '<project><artifactId>x</artifactId>'],
    ['no XML at all', 'artifactId = shop'],
    ['a thousand elements in one another', '<a>'.repeat(1000) + '</a>'.repeat(1000)],
    ['an attribute that never ends', `<project ${'a="'.repeat(20000)}`]
  ])('with %s is noted, and the rest is read', async (_, text) => {
    const { services, filesRead } = await analysisOf({
      'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
      'a.js': '',
      'x/pom.xml': text
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
    expect(filesRead.find((file) => file.path === 'x/pom.xml')?.note).toMatch(/XML/);
  });
});
