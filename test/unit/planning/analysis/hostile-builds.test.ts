import { describe, expect, it } from 'vitest';
import { analysisOf } from './checkout-of.ts';

const server = {
  'package.json': '{"scripts":{"start":"node a.js"},"dependencies":{"express":"5"}}',
  'a.js': ''
};
const long = (text: string) => text.repeat(Math.floor(200_000 / text.length));

/** The analysis reads so much of it in a few milliseconds; where a pattern goes back and forth it takes minutes. */
describe('a build file made for slow patterns', () => {
  it.each([
    ['pom.xml', ['<a>', '<a b="', '<!--', '${a', ' ']],
    ['build.gradle.kts', ['id("a") ', 'implementation("a:b") ', 'include "a" ', '"a', '/*', ' ', 'a']],
    ['src/main/java/App.java', ['static void ', 'System.getenv("A") ', ' ', '\n']],
    ['src/main/resources/application.properties', ['a', ' ', '${a:', '\n']],
    ['conf/application.conf', ['a.', 'a=1,', 'a { ', '"', '${?A}']],
    ['build.sbt', ['lazy val a = project ', '"a" % "b" % ', 'file("a") ']],
    ['project.clj', ['[a "b"] ', ':profiles ', '{', '"']],
    ['deps.edn', ['a', 'a/b {', ':a {']],
    ['Shop.csproj', ['<a>', '$(a)', ' ']],
    ['Shop.AppHost/Program.cs', ['var a = b.Add', 'a.b ', '.MapX<', 'WithReference(']]
  ])('%s is read in no time', async (name, texts) => {
    for (const text of texts) {
      const { services } = await analysisOf({
        ...server,
        'm/pom.xml': '<project><artifactId>m</artifactId></project>',
        'm/Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
        'm/Shop.AppHost/Shop.AppHost.csproj': '<Project Sdk="Aspire.AppHost.Sdk" />',
        [`m/${name}`]: long(text)
      });
      expect(services.map((service) => service.path)).toContain('.');
    }
  });
});
