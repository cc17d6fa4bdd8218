import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';
import { schemaMembers } from './javascript-schemas.ts';
import { literal, quoted, type Family } from './form.ts';

/** JavaScript and TypeScript: `process.env`, `import.meta.env`, and the readers that wrap them. */
export const javascript: Family = {
  files: /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/,
  forms: [
    {
      pattern: new RegExp(
        String.raw`(?:process\.env|Bun\.env|\benv)(?:\.|\[['"\x60])(?<name>[A-Z][A-Z0-9_]*)(?:['"\x60]\])?(?<bang>!)?(?:\s*\)?\s*(?:\|\||\?\?)\s*\(?(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`import\.meta\.env\.(?<name>[A-Z][A-Z0-9_]*)(?:\s*(?:\|\||\?\?)\s*${literal})?`,
        'g'
      ),
      required: null,
      buildTime: true
    },
    {
      pattern: new RegExp(
        String.raw`\bDeno\.env\.get\(\s*${quoted}\s*\)(?<bang>!)?(?:\s*(?:\|\||\?\?)\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:requireEnv|requiredEnv|mustEnv|getRequiredEnv|getOrThrow(?:<[^>]*>)?)\(\s*${quoted}`,
        'g'
      ),
      required: true
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:getEnv|getenv|envOr|readEnv|env|config(?:Service)?\.get(?:<[^>]*>)?)\(\s*${quoted}(?:\s*,\s*${literal})?`,
        'g'
      ),
      required: null
    }
  ],
  readers: [destructured, schemaMembers]
};

/** `const { A, B = 'x' } = process.env`. */
function destructured(file: SourceFile): StatedVariable[] {
  return [...file.text.matchAll(/\{([^{}]*)\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\b/g)].flatMap((match) =>
    [...match[1]!.matchAll(/\b([A-Z][A-Z0-9_]+)\b(?:\s*:\s*\w+)?(?:\s*=\s*(?:'([^'\n]*)'|"([^"\n]*)"|(\d+)))?/g)].map(
      (member): StatedVariable => {
        const value = member[2] ?? member[3] ?? member[4] ?? null;
        return {
          name: member[1]!,
          default: value,
          required: value === null ? null : false,
          buildTime: false,
          generated: false,
          describes: '',
          origin: 'code',
          evidence: evidenceAt(file, match.index, 0.85)
        };
      }
    )
  );
}
