import { lineage, parseDockerfile, type ParsedDockerfile, type Stage } from '../../../domain/dockerfile.ts';
import { baseWithoutApt, buildingStage, firstWorkLine } from '../../../domain/dockerfile-stages.ts';
import { packageNameSchema } from '../../../domain/fix.ts';
import { ok, type Result } from '../../../domain/result.ts';
import { aptInstall } from '../../analysis/dockerfile-writer/layout.ts';
import { no } from '../../dropping.ts';
import { soundDockerfile } from '../../validate/dockerfile.ts';
import type { ProvisioningInput } from '../plan.ts';
import type { WantedPackages } from './answer.ts';

/** Programs for whoever looks after a machine. No app is built from them or needs them to run. */
const forMachines =
  /^(?:sudo|doas|openssh-.+|docker.*|containerd|podman.*|netcat.*|ncat|nmap|socat|telnet.*|tor|cron|systemd.*|iptables|nftables|tcpdump|strace|gdb)$/;

/** The input whose Dockerfile of a service installs these packages too. */
export function withPackages(
  input: ProvisioningInput,
  { service: name, stage, names }: WantedPackages
): Result<ProvisioningInput> {
  const service = input.analysis.services.find((each) => each.name === name);
  if (!service) return no('there is no such service');
  if (service.dockerfile?.origin !== 'generated') return no('its Dockerfile was not written by Hydron');
  const wrong = names.find((each) => !packageNameSchema.safeParse(each).success || forMachines.test(each));
  if (wrong !== undefined) return no(`${wrong} is no package that an app needs`);
  const text = withInstall(service.dockerfile.text, stage, names);
  if (!text.ok || text.value === service.dockerfile.text) return text.ok ? ok(input) : text;
  const sound = soundDockerfile(text.value, service.dockerfile.text);
  if (!sound.ok) return sound;
  const dockerfile = { ...service.dockerfile, text: sound.value };
  const services = input.analysis.services.map((each) => (each === service ? { ...each, dockerfile } : each));
  return ok({ ...input, analysis: { ...input.analysis, services } });
}

/** A Dockerfile that installs packages at the beginning of the stage that builds, or of the one that runs. */
function withInstall(text: string, where: WantedPackages['stage'], names: string[]): Result<string> {
  const parsed = parseDockerfile(text);
  const stage = where === 'run' ? parsed.stages.at(-1) : (buildingStage(parsed) ?? parsed.stages.at(-1));
  if (!stage) return no('its Dockerfile has no stage');
  const [root = stage] = lineage(parsed, stage);
  const base = baseWithoutApt(parsed, stage);
  if (base !== null) return no(`${base} takes no such packages`);
  const there = root.instructions.filter(({ word }) => word === 'RUN').flatMap((run) => run.text.split(/\s+/));
  const line = aptInstall(names.filter((name) => !there.includes(name)));
  if (line === null) return ok(text);
  const lines = text.split('\n');
  return ok(lines.toSpliced(placeIn(parsed, root, lines), 0, line).join('\n'));
}

/** The index of the line before which a stage's first work stands, or its end. */
function placeIn(parsed: ParsedDockerfile, stage: Stage, lines: string[]): number {
  let index = firstWorkLine(parsed, stage, lines.length) - 1;
  while (lines[index - 1]?.trim() === '') index--;
  return index;
}
