import * as z from 'zod';
import { patchSchema, stageSchema, type Stage } from '../../domain/artifact.ts';
import { valueAt } from '../../domain/patch.ts';
import type { Tier } from '../../domain/tier.ts';
import { tool, type Tool } from '../../models/model.ts';
import { untrusted } from '../../models/untrusted.ts';
import type { ProposedEdit, ProposedOutcome } from './edits.ts';
import type { Newest } from './outline.ts';

/** What the conversation can see, and the one thing that it can do. Nothing here approves, buys, deletes, or signals. */
export interface Ground {
  newest(): Promise<Newest>;
  tiers: Tier[];
  lastOutput(stepId: string): Promise<string>;
  propose(edits: ProposedEdit[]): Promise<ProposedOutcome>;
}

const pieceLimit = 12_000;
const outputLimit = 8_000;

const readSchema = z.strictObject({
  stage: stageSchema,
  path: z.string().max(500).describe('JSON pointer, such as /services/web/dockerfile; empty for all of it')
});
const outputSchema = z.strictObject({
  step: z.string().min(1).max(200).describe('the id of a step of the provisioning')
});
const editsSchema = z.strictObject({
  edits: z
    .array(
      z.strictObject({
        stage: stageSchema,
        patch: patchSchema,
        note: z.string().max(400).describe('what changes and why, in one sentence for the person')
      })
    )
    .min(1)
    .max(3)
});

/** The tools of one conversation. `seen` are the plans that the model was shown: an edit is made on the version that was read last. */
export function toolsFor(ground: Ground, seen: Newest): Tool[] {
  const versions = new Map<Stage, number>(
    Object.values(seen).flatMap((artifact) => (artifact ? [[artifact.stage, artifact.version] as const] : []))
  );
  return [
    tool('read_artifact', 'Reads the newest version of a plan, or the part of it at a path.', readSchema, (wish) =>
      readArtifact(ground, versions, wish)
    ),
    tool(
      'catalogue',
      'Lists the tiers that are on sale now: vendor, tier, regions, price, specification.',
      z.strictObject({}),
      async () => untrusted('catalogue', cut(JSON.stringify(ground.tiers), pieceLimit))
    ),
    tool('last_output', 'Reads the end of what a step printed when it ran last.', outputSchema, async ({ step }) => {
      const output = await ground.lastOutput(step);
      return output === '' ? 'It has printed nothing.' : untrusted(`output of ${step}`, output.slice(-outputLimit));
    }),
    tool(
      'propose_edits',
      'Proposes edits, at most one a stage. All of them become new versions that the person may approve, or none does.',
      editsSchema,
      ({ edits }) => proposeEdits(ground, versions, edits)
    )
  ];
}

async function readArtifact(
  ground: Ground,
  versions: Map<Stage, number>,
  { stage, path }: z.infer<typeof readSchema>
): Promise<string> {
  const artifact = (await ground.newest())[stage];
  if (!artifact) return `There is no ${stage} yet.`;
  versions.set(stage, artifact.version);
  const value = path === '' || path === '/' ? artifact.body : valueAt(artifact.body, path);
  if (value === undefined) return `There is nothing at ${path} in version ${artifact.version}.`;
  return untrusted(`${stage} version ${artifact.version} ${path}`, cut(JSON.stringify(value, null, 1), pieceLimit));
}

async function proposeEdits(
  ground: Ground,
  versions: Map<Stage, number>,
  edits: z.infer<typeof editsSchema>['edits']
): Promise<string> {
  const absent = edits.filter(({ stage }) => !versions.has(stage));
  if (absent.length > 0)
    return `There is no ${absent.map(({ stage }) => stage).join(' and no ')} yet. Nothing was changed.`;
  const outcome = await ground.propose(edits.map((edit) => ({ ...edit, version: versions.get(edit.stage) ?? 0 })));
  if (!outcome.made) return `Nothing was changed.\n${untrusted('validators', outcome.because.join('\n'))}`;
  for (const { stage, version } of outcome.versions) versions.set(stage, version);
  const made = outcome.versions.map(({ stage, version }) => `${stage} version ${version}`).join(' and ');
  return `Made ${made}. The person sees the difference and decides. What rests on it is being planned again.`;
}

const cut = (text: string, limit: number): string =>
  text.length <= limit
    ? text
    : `${text.slice(0, limit)}\n(cut after ${limit} of ${text.length} characters: read a part by its path)`;
