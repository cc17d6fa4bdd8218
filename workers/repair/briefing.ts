import { describeFix } from '../domain/fix-words.ts';
import type { PlannedService } from '../domain/provisioning-plan.ts';
import { untrusted } from '../models/untrusted.ts';
import { dockerfileOf } from './amend.ts';
import { cleanLines } from './lines.ts';
import { request } from './prompt.ts';
import { fixesOfStep, serviceOf, unitOf, type Situation } from './situation.ts';

/** Characters of a step's text, of a Dockerfile and of the output; lines of the output. */
const limits = { text: 12_000, dockerfile: 12_000, output: 24_000, lines: 400 };

const short = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most / 2)}\n(left out)\n${text.slice(-most / 2)}`;

/** What stays the same while one step is tried again and again: the step as it was approved, and the service that it is about. */
export function materialOf(situation: Situation): string {
  const unit = unitOf(situation);
  return [
    'The step that failed, as the person approved it:',
    untrusted('step', stepText(situation)),
    ...(unit ? ['What it is about:', untrusted('service', serviceText(unit, situation))] : []),
    ...(unit?.dockerfile ? [dockerfileText(unit, unit.dockerfile)] : [])
  ].join('\n');
}

/** How it failed: what the server is, what was tried, and the last output. */
export function failureOf(situation: Situation): string {
  const { exitCode, result, facts, output } = situation;
  const ended = exitCode === null ? 'Its end was not heard of.' : `It ended with exit code ${exitCode}.`;
  return [
    `${ended}${result === null ? '' : ` The service manager says ${result}.`}`,
    ...(facts ? ['The server:', untrusted('server', JSON.stringify(facts))] : []),
    ...tried(situation),
    'Its last output:',
    untrusted('output', lastOf(output)),
    request
  ].join('\n');
}

function stepText({ step, phase, server }: Situation): string {
  if (!step) return '';
  const { id, title, kind, timeout, check, apply, verify } = step;
  const texts = Object.entries({ check, apply, verify }).map(([name, text]) => `${name}:\n${short(text, limits.text)}`);
  return [`${title} (${id}, of kind ${kind}, ${phase}, on ${server}, at most ${timeout} s)`, ...texts].join('\n\n');
}

/** Names of variables without their values: a value may be private, and a cause seldom hides in one. */
function serviceText(unit: PlannedService, situation: Situation): string {
  const service = serviceOf(situation);
  const env = situation.plan.env.filter((each) => each.service === unit.name);
  return JSON.stringify(
    {
      name: unit.name,
      role: unit.role,
      image: unit.image,
      port: unit.port,
      volumes: unit.volumes,
      memoryMb: unit.limits.memoryMb,
      variables: env.map(({ name, value }) => (value === null ? `${name} (no value)` : name)),
      buildArguments: env.filter(({ buildTime, secret }) => buildTime && !secret).map(({ name }) => name),
      ...(service && {
        kind: service.kind,
        language: service.language,
        framework: service.framework,
        runtimeVersion: service.runtimeVersion,
        packageManager: service.packageManager,
        buildCommand: service.buildCommand,
        startCommand: service.startCommand,
        releaseCommand: service.releaseCommand,
        dependsOn: service.dependsOn
      })
    },
    null,
    1
  );
}

const dockerfileText = (unit: PlannedService, { origin, path, text }: NonNullable<PlannedService['dockerfile']>) =>
  [
    origin === 'generated'
      ? `Its Dockerfile, which Hydron wrote:`
      : `Its Dockerfile, which is the repository's own and cannot be edited:`,
    untrusted(`${unit.name} ${path}`, short(text, limits.dockerfile))
  ].join('\n');

function tried(situation: Situation): string[] {
  const here = fixesOfStep(situation).map(({ fix, author }) => `${describeFix(fix)} (${author})`);
  const unit = unitOf(situation);
  const now = unit && dockerfileOf(unit, situation.fixes);
  const changed = unit?.dockerfile && now !== null && now !== unit.dockerfile.text ? now : null;
  return [
    here.length === 0
      ? 'Nothing was tried for it yet.'
      : `What was tried for it, without help:\n${untrusted('fixes', here.join('\n'))}`,
    ...(changed
      ? [`The Dockerfile as these left it:\n${untrusted('Dockerfile', short(changed, limits.dockerfile))}`]
      : [])
  ];
}

const lastOf = (output: string): string => {
  const text = cleanLines(output).slice(-limits.lines).join('\n').trim();
  return text === '' ? '(none)' : text.slice(-limits.output);
};
