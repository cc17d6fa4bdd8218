import * as z from 'zod';
import { dockerfileEditSchema, fixSchema, remedySchema, type Fix } from '../domain/fix.ts';

/** What a model may propose. To ask and to give up are no kinds of their own: see `question` and an empty list below. */
const kinds = [
  'retry',
  'packages',
  'dockerfile',
  'variable',
  'memory',
  'swap',
  'parallelism',
  'free-port',
  'mirror',
  'remedy',
  'script'
] as const;
const edits = dockerfileEditSchema.options.map(({ shape }) => shape.edit.value);
const remedies = remedySchema.options.map(({ shape }) => shape.name.value);

const line = (max: number) => z.string().max(max);
const names = z.array(line(300)).max(20);

// One flat shape in place of a union of all fixes: constrained answers allow few unions, and it is a fifth of the size.
const flatEdit = z.object({
  edit: z.enum(edits as [string, ...string[]]),
  stage: z.enum(['build', 'run', 'both']).nullable().describe('add-packages, set-env: where.'),
  name: line(200)
    .nullable()
    .describe('set-env, set-arg: the variable. base-image: the image without its tag. skip-script: the script.'),
  value: line(400)
    .nullable()
    .describe('set-env, set-arg: the value. base-image: the tag. install-command: the command.'),
  names: names.describe('add-packages, python-packages: packages. The edits of files and folders: their paths.')
});

const flatFix = z.object({
  kind: z.enum(kinds),
  service: line(40)
    .nullable()
    .describe('dockerfile, variable, memory, and remedies of a service or datastore: its name.'),
  name: line(200)
    .nullable()
    .describe(
      'variable: its name. mirror: apt or docker. own-volume: the volume. remove-container: the container. set-source-aside: the host. script: what it does, in a few words.'
    ),
  value: line(400).nullable().describe('variable: its value. mirror: main or second.'),
  amount: z
    .int()
    .nullable()
    .describe('retry: seconds. memory, swap: megabytes in all. parallelism: jobs. free-port: the port.'),
  packages: names.describe('packages: what to install on the server.'),
  edits: z.array(flatEdit).max(8).describe('dockerfile: the edits, in order.'),
  remedy: z
    .enum(remedies as [string, ...string[]])
    .nullable()
    .describe('remedy: which.'),
  script: line(8000).nullable().describe('script: its text, for bash.')
});

/** What a model may have made: each is as typed as a rule's, and waits for a person where one of that kind does. */
export type ProposedFix = Exclude<Fix, { kind: 'ask' | 'give-up' }>;

/** Words as people see them: one line, and nothing in it that cannot be seen. */
const visible = (text: string): string =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
const sentence = (max: number) => line(max).transform(visible);

const flatProposal = z.object({
  cause: sentence(400).describe('Why the step failed, in one sentence for the person.'),
  advice: sentence(500).describe('What the person should do if no fix is made or helps, in one or two sentences.'),
  question: sentence(300).nullable().describe('What the person must choose between the fixes, or null.'),
  fixes: z.array(flatFix).max(3).describe('In order of preference; empty to give up.')
});

/** What a model answers about a failed step. An answer whose fixes are not of the closed list does not parse, with what is wrong about each. */
export const proposalSchema = flatProposal.transform((flat, context) => {
  const fixes: ProposedFix[] = [];
  for (const [at, fix] of flat.fixes.entries()) {
    const read = fixSchema.safeParse(typed(fix, flat.cause));
    if (read.success) fixes.push(read.data as ProposedFix);
    else
      for (const { message, path } of read.error.issues)
        context.addIssue({ code: 'custom', message, path: ['fixes', at, ...path] });
  }
  return { ...flat, fixes };
});
export type Proposal = z.output<typeof proposalSchema>;

/** Each field under all names that fixes have for it; the schema of the kind takes its own and leaves the rest. */
const typed = (
  { amount, name, value, packages, remedy, script, ...flat }: z.output<typeof flatFix>,
  cause: string
) => ({
  ...flat,
  name,
  value,
  names: packages,
  ...{ seconds: amount, megabytes: amount, jobs: amount, port: amount },
  ...{ of: name, choice: value },
  edits: flat.edits.map((edit) => ({
    ...edit,
    ...{ image: edit.name, tag: edit.value, to: edit.value, script: edit.name, paths: edit.names }
  })),
  remedy: { name: remedy, service: flat.service, datastore: flat.service, volume: name, container: name, host: name },
  ...{ title: visible(name ?? ''), text: script, explains: cause || 'No reason was given.' }
});
