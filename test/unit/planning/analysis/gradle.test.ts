import { describe, expect, it } from 'vitest';
import { analysisOf, onlyServiceOf } from './checkout-of.ts';

const spring =
  'package shop\n@SpringBootApplication\nclass ShopApplication\nfun main(args: Array<String>) { runApplication<ShopApplication>(*args) }\n';
const wrapper = (version: string) => ({
  gradlew: '#!/bin/sh\n',
  'gradle/wrapper/gradle-wrapper.jar': 'jar',
  'gradle/wrapper/gradle-wrapper.properties': `distributionUrl=https\\://example.com/gradle-${version}-bin.zip\n`
});

describe('a Spring app built by Gradle', () => {
  const script = [
    'plugins {',
    '  // id("io.quarkus") version "1"',
    '  id("org.springframework.boot") version "3.5.0"',
    '  kotlin("jvm") version "2.1.0"',
    '}',
    'java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }',
    'dependencies {',
    '  implementation("org.springframework.boot:spring-boot-starter-webflux")',
    '  runtimeOnly("org.postgresql:postgresql")',
    '  testImplementation("com.mysql:mysql-connector-j")',
    '  developmentOnly("org.springframework.boot:spring-boot-devtools")',
    '}'
  ].join('\n');

  it('in Kotlin is known by its plugins, its toolchain and what it needs when it runs', async () => {
    const { services, datastores } = await analysisOf({
      'build.gradle.kts': script,
      'settings.gradle.kts': 'rootProject.name = "shop"\n',
      'src/main/kotlin/shop/ShopApplication.kt': spring
    });
    expect(services).toMatchObject([
      {
        name: 'shop',
        language: 'Kotlin',
        framework: 'spring-boot',
        runtimeVersion: '17',
        packageManager: 'gradle',
        kind: 'web',
        buildCommand: 'gradle bootJar'
      }
    ]);
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
  });

  it.each([
    ['9.2', '17', 'eclipse-temurin:17-jdk'],
    ['7.6', '25', 'eclipse-temurin:17-jdk'],
    ['9.0', '11', 'eclipse-temurin:17-jdk'],
    ['6.9', '17', 'eclipse-temurin:11-jdk']
  ])(
    'with the wrapper of Gradle %s and Java %s is built on %s, since Gradle runs on no other',
    async (version, java, image) => {
      const { dockerfile } = await onlyServiceOf({
        'build.gradle.kts': script.replace('of(17)', `of(${java})`),
        'src/main/kotlin/shop/ShopApplication.kt': spring,
        ...wrapper(version)
      });
      expect(dockerfile!.text).toContain(`FROM ${image} AS build`);
      expect(dockerfile!.text).toContain('sh ./gradlew --no-daemon bootJar');
      expect(dockerfile!.text).toContain(`FROM eclipse-temurin:${java}-jre`);
    }
  );
});

describe('a Gradle build of several modules', () => {
  const files = {
    'settings.gradle': "rootProject.name = 'shop'\ninclude ':api', ':lib:stock'\n",
    'build.gradle':
      "plugins { id 'org.springframework.boot' version '2.7.1' apply false }\nsubprojects {\n  sourceCompatibility = '11'\n}\ndependencies { implementation 'io.quarkus:quarkus-rest' }\n",
    'gradle/libs.versions.toml':
      '[versions]\nboot = "3.3.2"\n[libraries]\nspring-web = { module = "org.springframework.boot:spring-boot-starter-web", version.ref = "boot" }\nmongo = "org.mongodb:mongodb-driver-sync:5.0.0"\n[bundles]\nserver = ["spring-web", "mongo"]\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "boot" }\n',
    'api/build.gradle':
      "plugins { alias(libs.plugins.spring.boot) }\ndependencies {\n  implementation libs.bundles.server\n  implementation project(':lib:stock')\n}\n",
    'api/src/main/java/shop/Api.java':
      '@SpringBootApplication class Api { public static void main(String[] a) { SpringApplication.run(Api.class); } }\n',
    'lib/stock/build.gradle': "dependencies { api 'redis.clients:jedis:5.0.0' }\n",
    'lib/stock/src/main/java/shop/Stock.java': 'class Stock {}\n'
  };

  it('reads its version catalogue and what its modules share', async () => {
    const { services, datastores } = await analysisOf(files);
    expect(services).toMatchObject([{ path: 'api', framework: 'spring-boot', runtimeVersion: '11', kind: 'web' }]);
    expect(datastores.map((store) => store.kind).sort()).toEqual(['mongodb', 'redis']);
  });

  it('reads the scripts that a module takes in', async () => {
    const { services } = await analysisOf({
      ...files,
      'api/build.gradle': 'apply plugin: \'org.springframework.boot\'\napply from: "$rootDir/gradle/web.gradle"\n',
      'gradle/web.gradle': "dependencies { implementation 'org.springframework.boot:spring-boot-starter-web' }\n"
    });
    expect(services).toMatchObject([{ path: 'api', framework: 'spring-boot', kind: 'web' }]);
  });

  it('builds one module from its root', async () => {
    const { services } = await analysisOf(files);
    expect(services[0]!.dockerfile).toMatchObject({ context: '.' });
    expect(services[0]!.dockerfile!.text).toContain('gradle --no-daemon :api:bootJar');
    expect(services[0]!.dockerfile!.text).toContain('api/build/libs/*.jar');
  });
});

describe('a Ktor app', () => {
  const script = (plugin: string) =>
    `plugins {\n  kotlin("jvm") version "2.1.0"\n  ${plugin}\n}\nkotlin { jvmToolchain(21) }\napplication { mainClass.set("shop.ServerKt") }\ndependencies { implementation("io.ktor:ktor-server-netty:3.0.0") }\n`;
  const server = {
    'src/main/kotlin/shop/Server.kt':
      'package shop\nfun main() { embeddedServer(Netty, port = System.getenv("PORT")?.toInt() ?: 9090) { routing {\n  get("/healthz") {}\n} }.start(true) }\nval key = System.getenv("SHOP_KEY") ?: "none"\n'
  };

  it('is one jar with the plugin of Ktor, and installed without it', async () => {
    const jar = await onlyServiceOf({ 'build.gradle.kts': script('id("io.ktor.plugin") version "3.0.0"'), ...server });
    const installed = await onlyServiceOf({ 'build.gradle.kts': script('application'), ...server });
    expect(jar).toMatchObject({ framework: 'ktor', language: 'Kotlin', runtimeVersion: '21', health: '/healthz' });
    expect(jar.dockerfile!.text).toContain('buildFatJar');
    expect(installed.startCommand).toBe("java -cp 'lib/*' shop.ServerKt");
    expect(installed.dockerfile!.text).toContain('installDist');
    expect(installed.dockerfile!.text).toContain(`CMD ["sh", "-c", "exec java -cp 'lib/*' shop.ServerKt"]`);
  });

  it('shows what it reads of its environment', async () => {
    const { env } = await onlyServiceOf({ 'build.gradle.kts': script('application'), ...server });
    expect(env.map((each) => each.name)).toContain('SHOP_KEY');
  });

  it('listens where its settings say, whatever their form', async () => {
    const bare = {
      'src/main/kotlin/shop/Server.kt': 'package shop\nfun main(args: Array<String>) = EngineMain.main(args)\n'
    };
    const build = { 'build.gradle.kts': script('application'), ...bare };
    const conf = {
      'src/main/resources/application.conf': 'ktor {\n  deployment {\n    port = 8088\n    port = ${?PORT}\n  }\n}\n'
    };
    const yaml = { 'src/main/resources/application.yaml': 'ktor:\n  deployment:\n    port: "$PORT:8089"\n' };
    expect(await onlyServiceOf({ ...build, ...conf })).toMatchObject({ port: 8088 });
    expect(await onlyServiceOf({ ...build, ...yaml })).toMatchObject({ port: 8089 });
  });
});
