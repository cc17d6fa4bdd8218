import type { Evidence } from '../../../../domain/evidence.ts';
import { pluginOf, runningDependency, type JvmProject } from './project.ts';

/** A framework of Java or Kotlin: how it is known, and what holds where an app says nothing else. */
export interface JvmFramework {
  name: string;
  dependency: RegExp;
  plugin: RegExp | null;
  port: number;
  /** The variable by which the framework itself takes its port, or null. */
  portVariable: string | null;
  /** Packages of which one is there where an app listens; null where the framework always does. */
  listens: RegExp | null;
  /** The package that answers whether the app is well, and under which path. */
  health: { dependency: RegExp; path: string } | null;
}

const spring = /^org\.springframework\.boot:spring-boot(?:-starter)?/;

/** Frameworks, those that build on others first. */
const frameworks: JvmFramework[] = [
  {
    name: 'quarkus',
    dependency: /^io\.quarkus(?:\.platform)?:quarkus-/,
    plugin: /^(?:quarkus-maven-plugin|io\.quarkus)$/,
    port: 8080,
    portVariable: 'QUARKUS_HTTP_PORT',
    listens:
      /:quarkus-(?:rest|resteasy|vertx-http|reactive-routes|grpc|undertow|smallrye-graphql|spring-web|qute-web|websockets|renarde|messaging-http|smallrye-health)/,
    health: { dependency: /:quarkus-smallrye-health$/, path: '/q/health' }
  },
  {
    name: 'micronaut',
    dependency: /^io\.micronaut(?:\.[\w.]+)?:micronaut-/,
    plugin: /^(?:micronaut-maven-plugin|micronaut-parent|io\.micronaut\.(?:application|minimal\.application))$/,
    port: 8080,
    portVariable: 'MICRONAUT_SERVER_PORT',
    listens: /:micronaut-(?:http-server|graphql|grpc-server)/,
    health: { dependency: /:micronaut-management$/, path: '/health' }
  },
  {
    name: 'helidon',
    dependency: /^io\.helidon(?:\.[\w.]+)?:helidon-/,
    plugin: null,
    port: 8080,
    portVariable: 'SERVER_PORT',
    listens: null,
    health: { dependency: /:helidon-(?:webserver-observe-health|microprofile-health|health)/, path: '/observe/health' }
  },
  {
    name: 'dropwizard',
    dependency: /^io\.dropwizard:dropwizard-core$/,
    plugin: null,
    port: 8080,
    portVariable: null,
    listens: null,
    health: null
  },
  {
    name: 'spring-boot',
    dependency: spring,
    plugin: /^(?:spring-boot-maven-plugin|spring-boot-starter-parent|org\.springframework\.boot)$/,
    port: 8080,
    portVariable: 'SERVER_PORT',
    listens:
      /:spring-boot-starter-(?:web|webmvc|webflux|jersey|graphql|data-rest|hateoas|web-services|rsocket|websocket|undertow|tomcat|jetty|oauth2-authorization-server)$|:spring-cloud-(?:config-server|gateway[\w-]*|starter-(?:gateway[\w-]*|netflix-(?:eureka-server|zuul)|dataflow[\w-]*))$|:spring-boot-admin-(?:starter-)?server$|:(?:vaadin-spring-boot-starter|graphql-dgs-spring-boot-starter|graphql-spring-boot-starter|cxf-spring-boot-starter[\w-]*|javalin|spring-ai-starter-mcp-server-web\w+|camunda-bpm-spring-boot-starter-(?:rest|webapp))$|:spring-web(?:mvc|flux)$/,
    health: { dependency: /:spring-boot-(?:starter-)?actuator$/, path: '/actuator/health' }
  },
  {
    name: 'ktor',
    dependency: /^io\.ktor:ktor-server-(?!test)/,
    plugin: /^io\.ktor\.plugin$/,
    port: 8080,
    portVariable: 'PORT',
    listens: null,
    health: null
  },
  bare('javalin', /^io\.javalin:javalin/, 7070),
  bare('http4k', /^org\.http4k:http4k-server-/, 8000),
  bare('armeria', /^com\.linecorp\.armeria:armeria/, 8080),
  bare('vert.x', /^io\.vertx:vertx-(?:web|core)/, 8080),
  bare('spark', /^com\.sparkjava:spark-(?:core|kotlin)$/, 4567),
  bare('ratpack', /^io\.ratpack:ratpack-/, 5050),
  bare('jooby', /^io\.jooby:jooby/, 8080),
  bare('grpc', /^io\.grpc:grpc-(?:netty|services|netty-shaded)$/, 50051),
  bare('jetty', /^org\.eclipse\.jetty(?:\.[\w.]+)?:jetty-(?:server|servlet|ee\d+-servlet)/, 8080),
  bare('tomcat', /^org\.apache\.tomcat\.embed:tomcat-embed-core$/, 8080),
  bare('undertow', /^io\.undertow:undertow-core$/, 8080)
];

function bare(name: string, dependency: RegExp, port: number): JvmFramework {
  return { name, dependency, plugin: null, port, portVariable: null, listens: null, health: null };
}

/** The framework of a project, by what it depends on or is built with; null for none. */
export function frameworkOf(project: JvmProject): { framework: JvmFramework; evidence: Evidence } | null {
  for (const framework of frameworks) {
    const found =
      runningDependency(project, framework.dependency) ??
      (framework.plugin ? pluginOf(project, framework.plugin) : null);
    if (found) return { framework, evidence: found.evidence };
  }
  return null;
}
