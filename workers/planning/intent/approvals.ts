import { stages, type Stage } from '../../domain/artifact.ts';
import { totalOf } from '../../domain/infrastructure-plan.ts';
import { money } from '../../domain/tier.ts';
import { tell, type Outcome, type Plans } from './understood.ts';
import { only, type Clause, wordSet } from './words.ts';

const key = wordSet(`
  yes approve approved confirm accept buy order purchase deploy launch ship lgtm go proceed continue start yep
  sure
`);
const around = wordSet(`
  yes ok okay do it all everything this that them plan plans infrastructure provisioning analysis services server
  servers steps run now of for to in production live ahead looks good and with deployment site app project
  purchase price online is
`);
const signals: [RegExp, string][] = [
  [/^(?:pause|wait|hold)(?: (?:it|run|deployment|everything|on))?$/, 'Pause'],
  [/^(?:resume|unpause)(?: (?:it|run|deployment|everything))?$/, 'Resume'],
  [/^(?:stop|cancel|abort|end)(?: (?:it|run|deployment|everything))?$/, 'Stop']
];

const titles: Record<Stage, string> = { analysis: 'services', infrastructure: 'servers', provisioning: 'steps' };

/** Words of approval and of control. They are answered and never done: a plan is approved by its own button, which names what it costs. */
export function approvalWish({ plain, words }: Clause, plans: Plans): Outcome | null {
  const signal = signals.find(([form]) => form.test(plain))?.[1];
  if (signal) return tell(`${signal} is a button of the run, and hydron ${signal.toLowerCase()} in the terminal.`);
  if (
    /^(?:destroy|delete|release|tear down|shut down)(?: (?:it|everything|all|project|server|servers|deployment))$/.test(
      plain
    )
  )
    return tell('Destroying is done under Settings, where the name of the project is typed to confirm it.');
  if (!words.some((word) => key.has(word)) || !only(words, key, around)) return null;
  const { infrastructure } = plans;
  const next = stages.findLast((stage) => plans[stage] !== null) ?? 'analysis';
  const cost = infrastructure
    ? costs(infrastructure)
    : 'The servers are not planned yet; approving the services costs nothing.';
  return tell(
    `A plan is approved by the button under it, or with hydron approve in the terminal, never by a message. The newest is that of the ${titles[next]}. ${cost}`
  );
}

/** What the servers cost, in a sentence. */
export function costs(infrastructure: NonNullable<Plans['infrastructure']>): string {
  const { monthly, setup, currency } = totalOf(infrastructure);
  const each = infrastructure.servers.map(
    (server) => `${server.name} (${server.tier}) ${money(server.price.monthly, server.price.currency)}`
  );
  const once = setup > 0 ? ` and ${money(setup, currency)} once` : '';
  const total = monthly === 0 ? 'The servers are free' : `The servers cost ${money(monthly, currency)} a month`;
  return `${total}${once}${each.length > 1 ? `: ${each.join(', ')}` : ''}.`;
}
