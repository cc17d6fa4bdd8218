import type { ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';

type Plan = Pick<ProvisioningPlan, 'servers'>;

/** A plan's steps by their titles alone, for a page that fetches their texts later. */
export const outline = ({ servers }: Plan): Plan => ({
  servers: servers.map((server) => ({
    ...server,
    steps: server.steps.map((step) => ({ ...step, parameters: {}, check: '', apply: '', verify: '', after: [] }))
  }))
});
