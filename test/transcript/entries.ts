import { eventText } from '../../cli/event-text.ts';
import { stageTitles } from '../../cli/plan-text.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { addTokens, noTokens, places } from '../../workers/domain/usage.ts';
import type { Scenario } from '../harness/messages-server.ts';
import type { Body } from '../harness/messages/wire.ts';
import type { Entry, Transcript } from './form.ts';

const bytesOf = ({ system, tools, messages }: Body): number =>
  Buffer.byteLength(JSON.stringify([system, tools, messages]));

/** What a scripted reply says: words, an answer in its shape, or the tools that it uses. */
export function answerOf({ reply }: Scenario[number]): string {
  if (!('tools' in reply || 'json' in reply || 'text' in reply)) throw new Error('a reply that says nothing');
  if (reply.text) return reply.text;
  if (reply.json !== undefined) return JSON.stringify(reply.json, null, 1);
  return (reply.tools ?? []).map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join('\n');
}

/**
 * The journal of a deployment as entries. Each `model.used` in it is a request: the bodies that the model's server saw and the replies
 * that it was scripted stand in the same order.
 */
export function entriesOf(journal: JournalEvent[], seen: Body[], scenario: Scenario): Entry[] {
  const requests = journal.filter(({ type }) => type === 'model.used').length;
  if (requests !== seen.length || requests !== scenario.length)
    throw new Error(`${requests} requests are in the journal, ${seen.length} were seen, ${scenario.length} scripted`);
  let at = 0;
  return journal.flatMap((event): Entry[] => {
    if (event.type === 'model.used') {
      const { place, tokens, cost } = event;
      const entry = { place, tokens, cost, bytes: bytesOf(seen[at]!), answer: answerOf(scenario[at]!) };
      at++;
      return [{ kind: 'request', ...entry }];
    }
    if (event.type === 'message' && event.author === 'person') return [{ kind: 'person', text: event.text }];
    if (event.type === 'artifact.proposed')
      return [{ kind: 'hydron', text: `${stageTitles[event.stage]} version ${event.version}: ${event.note}` }];
    const text = event.type === 'output' ? null : eventText(event, (_, plain) => plain);
    return text === null ? [] : [{ kind: 'hydron', text }];
  });
}

/** What each place took, in the order of the places. */
export const totalsOf = (entries: Entry[]): Transcript['totals'] =>
  places.flatMap((place) => {
    const requests = entries.flatMap((entry) => (entry.kind === 'request' && entry.place === place ? [entry] : []));
    if (requests.length === 0) return [];
    const sum = (of: (request: (typeof requests)[number]) => number) =>
      requests.reduce((total, request) => total + of(request), 0);
    return [
      {
        place,
        requests: requests.length,
        bytes: sum(({ bytes }) => bytes),
        tokens: requests.reduce((total, { tokens }) => addTokens(total, tokens), noTokens),
        cost: sum(({ cost }) => cost)
      }
    ];
  });
