import { deployedServices, type Analysis } from '../../domain/analysis.ts';
import type { MemoryNeed } from '../../domain/infrastructure-plan.ts';
import { buildNeed, systemMb } from './needs.ts';

/** A group of units that share a server, by name. */
export interface Group {
  name: string;
  units: string[];
}

/** The memory that a server needs to hold these units, in MiB: what they hold, the system, and room to build. */
export function groupNeed(units: string[], needs: MemoryNeed[], analysis: Analysis): number {
  const held = needs.filter((need) => units.includes(need.name)).reduce((sum, need) => sum + need.memoryMb, 0);
  return held + systemMb + buildNeed(deployedServices(analysis).filter((service) => units.includes(service.name)));
}

/**
 * Ways to spread the units, the simplest first: all on one server; datastores on their own; then as many servers as it takes for none to
 * need more than `largestMb`, the biggest units placed first.
 */
export function groupings(analysis: Analysis, needs: MemoryNeed[], largestMb: number): Group[][] {
  const all = needs.map((need) => need.name);
  const services = deployedServices(analysis).map((service) => service.name);
  const datastores = all.filter((name) => !services.includes(name));
  const ways: Group[][] = [[{ name: 'main', units: all }]];
  if (datastores.length > 0 && services.length > 0)
    ways.push([
      { name: 'main', units: services },
      { name: 'data', units: datastores }
    ]);
  const packed = pack(analysis, needs, largestMb);
  if (packed.length > 2) ways.push(packed);
  return ways;
}

function pack(analysis: Analysis, needs: MemoryNeed[], largestMb: number): Group[] {
  const groups: Group[] = [];
  for (const need of [...needs].sort((a, b) => b.memoryMb - a.memoryMb)) {
    const fitting = groups.find((group) => groupNeed([...group.units, need.name], needs, analysis) <= largestMb);
    if (fitting) fitting.units.push(need.name);
    else groups.push({ name: groups.length === 0 ? 'main' : `server-${groups.length + 1}`, units: [need.name] });
  }
  return groups;
}
