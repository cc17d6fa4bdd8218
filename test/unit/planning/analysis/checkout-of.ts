import { analyse, type Checkout } from '../../../../workers/planning/analysis/analyse.ts';
import type { Analysis } from '../../../../workers/domain/analysis.ts';
import type { Service } from '../../../../workers/domain/service.ts';

const source = { kind: 'git', url: 'https://git.example/owner/shop', ref: null, subfolder: null } as const;

/** A checkout that holds these files, and says which of them were read. */
export function checkoutOf(files: Record<string, string>): Checkout & { asked: string[] } {
  const asked: string[] = [];
  return {
    commit: 'c'.repeat(40),
    tree: Object.entries(files).map(([path, text]) => ({
      path,
      bytes: new TextEncoder().encode(text).length,
      kind: 'file'
    })),
    truncated: false,
    asked,
    read: async (paths) => {
      asked.push(...paths);
      return paths.map((path) => ({
        path,
        text: files[path] ?? null,
        bytes: files[path]?.length ?? 0,
        note: files[path] === undefined ? 'absent' : null
      }));
    }
  };
}

/** The analysis of these files; throws where the analysis refuses. */
export async function analysisOf(files: Record<string, string>, lines: string[] = []): Promise<Analysis> {
  const result = await analyse(checkoutOf(files), source, async (line) => void lines.push(line));
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
}

/** The problem that the analysis of these files refuses with. */
export async function refusalOf(files: Record<string, string>): Promise<string> {
  const result = await analyse(checkoutOf(files), source, async () => {});
  return result.ok ? 'none' : result.problem.code;
}

/** The only service of these files. */
export async function onlyServiceOf(files: Record<string, string>): Promise<Service> {
  const { services } = await analysisOf(files);
  if (services.length !== 1)
    throw new Error(`found ${services.map((service) => service.name).join(', ') || 'nothing'}`);
  return services[0]!;
}

/** A package.json's text. */
export const manifest = (body: object): string => JSON.stringify(body, null, 2);
