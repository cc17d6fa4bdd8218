import { deployedServices } from '../../../domain/analysis.ts';
import type { ProvisioningPlan } from '../../../domain/provisioning-plan.ts';
import { untrusted } from '../../../models/untrusted.ts';
import type { Checkout } from '../../analysis/reading/checkout.ts';
import { treeOf } from '../../analysis/reading/tree.ts';
import { isOpen } from '../added-stores.ts';
import type { ProvisioningInput } from '../plan.ts';

const limits = { plan: 60_000, paths: 100 };

/** What a model is given to look over: services with their Dockerfiles and open variables, the units and titles of steps, and files. */
export function materialOf({ analysis }: ProvisioningInput, plan: ProvisioningPlan, checkout: Checkout): string {
  const services = deployedServices(analysis).map((service) => ({
    name: service.name,
    path: service.path,
    kind: service.kind,
    language: service.language,
    framework: service.framework,
    buildCommand: service.buildCommand,
    startCommand: service.startCommand,
    releaseCommand: service.releaseCommand,
    dockerfile: service.dockerfile && { origin: service.dockerfile.origin, text: service.dockerfile.text },
    openVariables: plan.env.filter((row) => row.service === service.name && isOpen(row)).map(({ name }) => name)
  }));
  const units = plan.services.map(({ name, server, role, image }) => ({ name, server, role, image }));
  const steps = plan.servers.map(({ name, steps: all }) => ({ server: name, steps: all.map(({ title }) => title) }));
  const tree = treeOf(checkout.tree).files;
  const more = tree.length - limits.paths;
  return [
    'The plan:',
    untrusted('plan', JSON.stringify({ services, units, steps }, null, 1).slice(0, limits.plan)),
    `The files${more > 0 ? `, of which ${more} more lie deeper` : ''}:`,
    untrusted('files', tree.slice(0, limits.paths).join('\n'))
  ].join('\n');
}
