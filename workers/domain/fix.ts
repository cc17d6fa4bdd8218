import * as z from 'zod';
import {
  buildVariableSchema,
  fitsBuild,
  fitsRun,
  pythonPackages,
  runVariableSchema,
  variableValueSchema
} from './fix-values.ts';
import { slugSchema } from './ids.ts';
import { portSchema, variableNameSchema } from './service.ts';

/** A package's name as Debian and Alpine write it. */
export const packageNameSchema = z.string().regex(/^[a-z0-9][a-z0-9+.-]{1,60}$/, 'the name of a package');
const names = z.array(packageNameSchema).min(1).max(20);
const sentence = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'one line of text');
/** A file as the image's last stage knows it: relative to its working folder, or below `/app`. */
export const imagePathSchema = z
  .string()
  .max(300)
  .regex(/^(?:\/app\/)?[A-Za-z0-9_@+.-]+(?:\/[A-Za-z0-9_@+.-]+)*$/, 'a path of the application')
  .refine((path) => !path.split('/').some((part) => part === '..' || part === '.'), 'a path of the application');
const paths = z.array(imagePathSchema).min(1).max(10);
const stage = z.enum(['build', 'run', 'both']);

/** What may stand in place of a package manager's strict install. */
export const installCommands = [
  'npm install',
  'npm ci --legacy-peer-deps',
  'npm install --legacy-peer-deps',
  'npm install --no-package-lock',
  'pnpm install --no-frozen-lockfile',
  'yarn install',
  'yarn install --no-immutable',
  'bun install',
  'uv sync'
] as const;

/** One change to a Dockerfile that Hydron wrote. `stage`: where it is built, where it runs, or both. */
export const dockerfileEditSchema = z.discriminatedUnion('edit', [
  z.object({ edit: z.literal('add-packages'), stage, names }),
  z
    .object({ edit: z.literal('set-env'), stage, name: buildVariableSchema, value: variableValueSchema })
    .refine(({ name, value }) => fitsBuild(name, value), 'a value that the variable may take'),
  z.object({
    edit: z.literal('set-arg'),
    name: variableNameSchema,
    value: z.string().regex(/^[A-Za-z0-9 =._:,/@+?&%-]{0,300}$/, 'plain text')
  }),
  z.object({
    edit: z.literal('base-image'),
    image: z.string().regex(/^[a-z0-9]+(?:[._/-][a-z0-9]+){0,6}$/, 'the name of an image'),
    tag: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}$/, 'the tag of an image')
  }),
  z.object({ edit: z.literal('install-command'), to: z.enum(installCommands) }),
  z.object({ edit: z.literal('skip-script'), script: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_-]{0,60}$/) }),
  z.object({ edit: z.literal('normalise-line-endings'), paths }),
  z.object({ edit: z.literal('make-executable'), paths }),
  z.object({ edit: z.literal('own-folders'), paths }),
  z.object({ edit: z.literal('stand-in'), name: variableNameSchema }),
  z.object({ edit: z.literal('keep-development') }),
  z.object({ edit: z.literal('update-corepack') }),
  z.object({ edit: z.literal('python-packages'), names: z.array(z.enum(pythonPackages)).min(1).max(10) })
]);
export type InstallCommand = (typeof installCommands)[number];
export type DockerfileEdit = z.infer<typeof dockerfileEditSchema>;

const volume = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,100}$/, 'the name of a volume');
const container = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,120}$/, 'the name of a container');

/** What may be done on a server beside installing packages. Each has its text in commands, and none takes data away. */
export const remedySchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('wait-for-apt') }),
  z.object({ name: z.literal('finish-dpkg') }),
  z.object({ name: z.literal('refresh-package-lists') }),
  z.object({ name: z.literal('reinstall-archive-keys') }),
  z.object({
    name: z.literal('set-source-aside'),
    host: z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?$/, 'the name of a host')
  }),
  z.object({ name: z.literal('remove-conflicting-engine') }),
  z.object({ name: z.literal('free-disk') }),
  z.object({ name: z.literal('sync-clock') }),
  z.object({ name: z.literal('restart-resolver') }),
  z.object({ name: z.literal('prefer-ipv4') }),
  z.object({ name: z.literal('restart-docker') }),
  z.object({ name: z.literal('prune-networks') }),
  z.object({ name: z.literal('create-network') }),
  z.object({ name: z.literal('raise-inotify') }),
  z.object({ name: z.literal('allow-overcommit') }),
  z.object({ name: z.literal('raise-map-count') }),
  z.object({ name: z.literal('switch-web-server-off') }),
  z.object({ name: z.literal('own-volume'), volume, service: slugSchema }),
  z.object({ name: z.literal('remove-container'), container }),
  z.object({ name: z.literal('await-datastore'), datastore: slugSchema }),
  z.object({ name: z.literal('align-password'), datastore: slugSchema }),
  z.object({ name: z.literal('create-database'), datastore: slugSchema }),
  z.object({ name: z.literal('release-again'), service: slugSchema })
]);
export type Remedy = z.infer<typeof remedySchema>;
export type RemedyName = Remedy['name'];

const retry = z.object({ kind: z.literal('retry'), seconds: z.number().int().min(0).max(900) });
const giveUp = z.object({ kind: z.literal('give-up'), reason: sentence(400), advice: sentence(600) });

const acts = [
  retry,
  z.object({ kind: z.literal('packages'), names }),
  z.object({
    kind: z.literal('dockerfile'),
    service: slugSchema,
    edits: z.array(dockerfileEditSchema).min(1).max(8)
  }),
  z
    .object({
      kind: z.literal('variable'),
      service: slugSchema,
      name: runVariableSchema,
      value: variableValueSchema
    })
    .refine(({ name, value }) => fitsRun(name, value), 'a value that the variable may take'),
  z.object({
    kind: z.literal('memory'),
    service: slugSchema,
    megabytes: z.number().int().min(64).max(1_000_000)
  }),
  z.object({ kind: z.literal('swap'), megabytes: z.number().int().min(256).max(16_384) }),
  z.object({ kind: z.literal('parallelism'), jobs: z.number().int().min(1).max(64) }),
  z.object({ kind: z.literal('free-port'), port: portSchema }),
  z.object({ kind: z.literal('mirror'), of: z.enum(['apt', 'docker']), choice: z.enum(['main', 'second']) }),
  z.object({ kind: z.literal('remedy'), remedy: remedySchema })
] as const;

/** A fix that the machine can carry out by itself. */
export const actSchema = z.discriminatedUnion('kind', [...acts]);
export type Act = z.infer<typeof actSchema>;

const choice = z.object({
  label: sentence(80),
  fix: z.discriminatedUnion('kind', [...acts, giveUp])
});

/**
 * The change that the next attempt makes. A closed list: what is missing here cannot be proposed by rules, model or person.
 * `ask` waits for a person to choose, `script` is free shell and waits for one too, `give-up` ends the step for good.
 * Seconds and megabytes as named; `swap` is the size that the server should have in all.
 */
export const fixSchema = z.discriminatedUnion('kind', [
  ...acts,
  z.object({ kind: z.literal('ask'), question: sentence(600), options: z.array(choice).min(1).max(5) }),
  z.object({
    kind: z.literal('script'),
    title: sentence(120),
    text: z
      .string()
      .min(1)
      .max(8000)
      .regex(/^[^\0]*$/),
    explains: sentence(600)
  }),
  giveUp
]);
export type Fix = z.infer<typeof fixSchema>;
export type FixKind = Fix['kind'];

/** How many fixes there may be: of one step, of a whole run, and for one signature at one step. */
export const fixLimits = { step: 3, run: 10, signature: 2 } as const;
