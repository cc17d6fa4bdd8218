import type { Analysis } from '../workers/domain/analysis.ts';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { InfrastructurePlan } from '../workers/domain/infrastructure-plan.ts';
import { urlOf, type ProvisioningPlan } from '../workers/domain/provisioning-plan.ts';
import type { Step } from '../workers/domain/step.ts';
import { money } from '../workers/domain/tier.ts';
import { harmless } from './harmless.ts';
import { clip, table } from './tables.ts';

export const stageTitles: Record<Stage, string> = {
  analysis: 'Analysis',
  infrastructure: 'Infrastructure plan',
  provisioning: 'Provisioning plan'
};

const parts = (...texts: (string | false)[]) => texts.filter((text) => text !== false).join('\n\n');

function analysisText(analysis: Analysis): string {
  const services = analysis.services.map((service) => [
    service.name,
    service.kind,
    [service.language, service.framework, service.runtimeVersion].filter(Boolean).join(' '),
    service.port,
    service.dockerfile ? `${service.dockerfile.path} (${service.dockerfile.origin})` : (service.image ?? ''),
    clip(service.startCommand ?? '', 48)
  ]);
  const stores = analysis.datastores.map(({ name, kind, version, requirement, reason }) => [
    name,
    [kind, version].filter(Boolean).join(' '),
    requirement,
    clip(reason, 60)
  ]);
  const needed = analysis.services.flatMap((service) =>
    service.env
      .filter((one) => one.source === 'person' && one.required)
      .map((one) => [service.name, one.name, one.secret ? 'secret' : '', clip(one.describes, 60)])
  );
  return parts(
    table(['service', 'kind', 'made with', 'port', 'image from', 'starts with'], services),
    stores.length > 0 && table(['datastore', 'kind', 'needed', 'because'], stores),
    needed.length > 0 && table(['value needed by', 'name', '', 'for'], needed),
    `  ${analysis.filesRead.length} files read${analysis.commit ? ` at ${analysis.commit.slice(0, 12)}` : ''}.${analysis.truncated ? ` ${analysis.truncated}` : ''}`
  );
}

function infrastructureText(plan: InfrastructurePlan): string {
  const servers = plan.servers.map((server) => [
    server.name,
    `${server.vendor} ${server.tier}`,
    `${server.spec.cores} cores, ${server.spec.memoryGb} GB, ${server.spec.disk}`,
    server.region,
    server.os,
    money(server.price.monthly, server.price.currency),
    server.services.join(', ')
  ]);
  const reasons = plan.servers.map((server) => `  ${server.name}: ${server.rationale}`).join('\n');
  const setup = plan.totalSetup > 0 ? ` and ${money(plan.totalSetup, plan.currency)} once` : '';
  return parts(
    table(['server', 'tier', 'has', 'region', 'system', 'a month', 'runs'], servers),
    reasons,
    `  Costs ${money(plan.totalMonthly, plan.currency)} a month${setup}.`
  );
}

const stepText = (step: Step) =>
  [
    `  ${step.id}: ${step.title}`,
    ...(['check', 'apply', 'verify'] as const).flatMap((part) =>
      step[part] ? [`    # ${part}`, step[part].replace(/^/gm, '    ')] : []
    )
  ].join('\n');

function provisioningText(plan: ProvisioningPlan, full: boolean): string {
  const steps = plan.servers.map((server) =>
    full
      ? [`  Steps on ${server.name}`, ...server.steps.map(stepText)].join('\n\n')
      : table(
          [`steps on ${server.name}`, 'kind', 'in phase'],
          server.steps.map((step) => [clip(step.title, 70), step.kind, step.phase])
        )
  );
  const services = plan.services.map((one) => [
    one.name,
    one.server,
    clip(one.image, 50),
    one.port,
    one.limits.memoryMb,
    one.volumes.map((volume) => volume.path).join(', ')
  ]);
  const values = plan.env.map((one) => [
    one.service,
    one.name,
    one.secret ? '(secret)' : clip(one.value ?? '', 50),
    one.value === null && one.required ? 'missing' : one.origin
  ]);
  return parts(
    table(['container', 'server', 'image', 'port', 'MB', 'volumes'], services),
    values.length > 0 && table(['variable of', 'name', 'value', 'from'], values),
    steps.join('\n\n'),
    plan.proxy !== null && `  Will answer at ${urlOf(plan.proxy.hostname, plan.proxy.publicPort)}`
  );
}

function bodyText({ stage, body }: Artifact, full: boolean): string {
  if (stage === 'analysis') return analysisText(body as Analysis);
  return stage === 'infrastructure'
    ? infrastructureText(body as InfrastructurePlan)
    : provisioningText(body as ProvisioningPlan, full);
}

/** An artifact as a person reads it in a terminal; `full` prints the text of each step too. */
export const artifactText = (artifact: Artifact, full = false): string =>
  harmless(
    `${stageTitles[artifact.stage]}, version ${artifact.version} (${artifact.hash.slice(0, 12)})\n\n${bodyText(artifact, full)}`
  );
