import { describe, expect, it } from 'vitest';
import { commands as known } from '../../../cli/arguments.ts';
import { commands, deployOptions } from '../../../site/lib/docs/commands.ts';
import { groups } from '../../../site/lib/docs/routes.ts';
import { createApp, type Dependencies } from '../../../workers/api/app.ts';

/** Routes for browsers that sign in, for the relay and for the clock. */
const notForPrograms = /^\w+ \/(auth|callbacks|internal)\//;

const unneeded = () => {
  throw new Error('listing routes needs nothing from other rooms');
};
const dependencies: Dependencies = {
  scanHostKeys: unneeded,
  tiers: unneeded,
  badge: unneeded,
  github: unneeded
};

describe('the documentation', () => {
  it('names each route of the API for programs, and no other', () => {
    const routes = createApp(dependencies)
      .routes.filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replace(/^\/api/, '')}`)
      .filter((route) => !notForPrograms.test(route));
    const documented = groups.flatMap(({ routes: those }) => those.map(([route]) => route));
    expect(documented.toSorted()).toEqual([...new Set(routes)].toSorted());
  });

  it('names each command of the terminal with what it takes, and no other', () => {
    const written = Object.entries(known).map(([name, { takes }]) => `${name} ${takes}`.trim());
    expect(commands.map(([command]) => command).toSorted()).toEqual(written.toSorted());
  });

  it('names each option of deploy, and no other', () => {
    const named = deployOptions.map(([option]) => option.split(' ')[0]!.slice(2));
    expect(named.toSorted()).toEqual(Object.keys(known.deploy.options).toSorted());
  });
});
