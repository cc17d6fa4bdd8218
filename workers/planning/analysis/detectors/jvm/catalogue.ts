import { dig, readToml, record, text, texts, type Raw } from '../../reading/formats.ts';
import type { Reader } from '../../reading/reader.ts';

interface Entry {
  name: string;
  version: string | null;
}

/** A version catalogue of Gradle, asked as scripts name its entries: `spring.boot` for `spring-boot`. */
export interface Catalogue {
  /** A library, or all of a bundle. */
  librariesOf(accessor: string): Entry[];
  pluginOf(accessor: string): Entry | null;
  versionOf(accessor: string): string | null;
}

export const emptyCatalogue: Catalogue = { librariesOf: () => [], pluginOf: () => null, versionOf: () => null };

/** The catalogue of a build, which lies beside its wrapper; an empty one where it has none. */
export async function readCatalogue(reader: Reader, root: string): Promise<Catalogue> {
  const file = await reader.one(reader.tree.first(root, 'gradle/libs.versions.toml'), 'manifest');
  return file ? catalogueOf(readToml(reader, file)) : emptyCatalogue;
}

const dotted = (alias: string) => alias.replace(/[-_]/g, '.');

function catalogueOf(toml: Raw): Catalogue {
  const versions = new Map(
    Object.entries(record(dig(toml, 'versions'))).map(([alias, value]) => [dotted(alias), plain(value)])
  );
  const version = (value: Raw) => {
    const reference = text(dig(value, 'version', 'ref'));
    return reference === null ? plain(dig(value, 'version')) : (versions.get(dotted(reference)) ?? null);
  };
  const entries = (section: string, nameOf: (value: Raw) => string | null) =>
    new Map(
      Object.entries(record(dig(toml, section))).flatMap(([alias, value]): [string, Entry][] => {
        const name = nameOf(value);
        const short =
          text(value)
            ?.split(':')
            .at(section === 'plugins' ? 1 : 2) ?? null;
        return name ? [[dotted(alias), { name, version: short ?? version(value) }]] : [];
      })
    );
  const libraries = entries('libraries', moduleOf);
  const plugins = entries('plugins', (value) => text(dig(value, 'id')) ?? text(value)?.split(':')[0] ?? null);
  const bundles = new Map(
    Object.entries(record(dig(toml, 'bundles'))).map(([alias, value]) => [dotted(alias), texts(value).map(dotted)])
  );
  return {
    librariesOf: (accessor) => {
      const bundle = bundles.get(accessor.replace(/^bundles\./, ''));
      const names = accessor.startsWith('bundles.') ? (bundle ?? []) : [accessor];
      return names.map((name) => libraries.get(name)).filter((entry) => entry !== undefined);
    },
    pluginOf: (accessor) => plugins.get(accessor) ?? null,
    versionOf: (accessor) => versions.get(accessor) ?? null
  };
}

const plain = (value: Raw): string | null => text(value) ?? text(dig(value, 'strictly')) ?? text(dig(value, 'require'));

/** `group:artifact` of a library in any of the ways to write it. */
function moduleOf(value: Raw): string | null {
  const short = text(value);
  if (short) return short.split(':').slice(0, 2).join(':');
  const [group, name] = [text(dig(value, 'group')), text(dig(value, 'name'))];
  return text(dig(value, 'module')) ?? (group && name ? `${group}:${name}` : null);
}
