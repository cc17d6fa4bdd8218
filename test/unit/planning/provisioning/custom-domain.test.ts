import { describe, expect, it } from 'vitest';
import {
  layOut,
  probesOf,
  type Layout,
  type PlannedProject
} from '../../../../workers/planning/provisioning/layout.ts';
import { analysis, infrastructure, service } from '../../../plans.ts';

const project = (changes: Partial<PlannedProject> = {}): PlannedProject => ({
  slug: 'shop',
  hostname: 'shop-1a2b3c.localhost',
  publicPort: 18787,
  customDomain: 'shop.example.com',
  ...changes
});

function layoutOf(wish: PlannedProject): Layout {
  const api = service({ name: 'api', dependsOn: [] });
  const server = { ...infrastructure().servers[0]!, services: ['web', 'api', 'db'] };
  const laid = layOut(analysis({ services: [service(), api] }), infrastructure({ servers: [server] }), wish);
  if (!laid.ok) throw new Error(laid.problem.message);
  return laid.value;
}

describe('a project with a domain of its own', () => {
  it('is asked for under every name that the proxy serves, each by a probe of its own', () => {
    const probes = probesOf(layoutOf(project()));
    expect(probes.map(({ name, hostname }) => [name, hostname])).toEqual([
      ['web', 'shop-1a2b3c.localhost'],
      ['custom-domain', 'shop.example.com'],
      ['api', 'api-shop-1a2b3c.localhost']
    ]);
  });

  it('tells its main service the address that visitors use, without the port of the default name', () => {
    const layout = layoutOf(project());
    const [web, api] = layout.services;
    expect(layout.publicUrl(web!)).toBe('https://shop.example.com');
    expect(layout.publicUrl(api!)).toBe('https://api-shop-1a2b3c.localhost:18787');
  });

  it('has one probe a service where there is none', () => {
    expect(probesOf(layoutOf(project({ customDomain: null }))).map((probe) => probe.name)).toEqual(['web', 'api']);
  });
});
