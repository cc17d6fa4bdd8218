import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency, StatedVariable, StoreHint } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';
import { isSql, storeOfDriver, storeOfUrl } from '../../stores.ts';
import { readHocon } from '../jvm/hocon.ts';

const variable = /^\$\{\??([A-Z][A-Z0-9_]*)\}$/;

/**
 * The variables that overrule settings, each with what the setting is without it: `port = 9000` before `port = ${?PORT}`. One without
 * a question mark stops the program where it is not set.
 */
export function hoconVariables(files: SourceFile[]): StatedVariable[] {
  return files.flatMap((file) => {
    const before = new Map<string, string>();
    return readHocon(file.text).flatMap(({ key, value, offset }): StatedVariable[] => {
      const name = variable.exec(value)?.[1];
      if (!name) {
        before.set(key, value);
        return [];
      }
      return [
        {
          name,
          default: before.get(key) ?? null,
          required: value.startsWith('${?') ? (before.has(key) ? false : null) : true,
          buildTime: false,
          generated: /(?:^|\.)secret\.key$/.test(key),
          describes: '',
          origin: 'framework',
          evidence: evidenceAt(file, offset)
        }
      ];
    });
  });
}

const portKey =
  /^(?:play\.server\.http\.port|(?:[\w-]+\.)*(?:http|server|api|web|app|deployment)(?:\.[\w-]+)*\.port|port)$/;

/** The port that a setting of the server names. */
export function hoconPort(files: SourceFile[]): { port: number; evidence: Evidence } | null {
  for (const file of files)
    for (const { key, value, offset } of readHocon(file.text)) {
      const port = portKey.test(key) && /^\d{2,5}$/.test(value) ? Number(value) : 0;
      if (port > 0 && port < 65536) return { port, evidence: evidenceAt(file, offset) };
    }
  return null;
}

/** Databases that the settings lead to; one that lives in the program makes servers optional. */
export function hoconStores(files: SourceFile[], dependencies: Dependency[]): StoreHint[] {
  const hints = files.flatMap((file) =>
    readHocon(file.text).flatMap(({ key, value, offset }): StoreHint[] => {
      const kind = storeOfUrl(value);
      if (!kind || !/(?:url|uri)$/i.test(key)) return [];
      const strength = kind === 'sqlite' ? 'embedded' : 'needed';
      return [
        { kind, name: null, version: null, strength, reason: `${key} leads to it`, evidence: evidenceAt(file, offset) }
      ];
    })
  );
  const inside = dependencies.some((each) => !each.development && each.name === 'com.h2database:h2');
  if (!inside || hints.length > 0) return hints;
  return dependencies.flatMap((each): StoreHint[] => {
    const kind = storeOfDriver(each.name);
    return kind && isSql(kind)
      ? [
          {
            kind,
            name: null,
            version: null,
            strength: 'optional',
            reason: `${each.name} stands beside H2`,
            evidence: each.evidence
          }
        ]
      : [];
  });
}
