import * as z from 'zod';
import { countOf } from './counting.ts';
import { deviations, saysNothing } from './expect.ts';
import { breaches, knownModel } from './rules.ts';
import type { Exchange, Hung, Refused, Said, Scenario } from './scenario.ts';
import { contentOf, eventsOf, type Event } from './sse.ts';
import { blocksOf, unmarked, type Block, type Body } from './wire.ts';

/** What the server does with a request: refuses it, hangs up, or streams events. */
export type Act = Refused | Hung | { events: Event[]; said: Said };

export interface Report {
  /** What was not as it should be, one sentence each. */
  problems: string[];
  /** Exchanges that were not used, or not as often as they say. */
  unused: string[];
  /** Every request, as it was sent. */
  seen: Body[];
  /** How many streams the client left before their end. */
  left: number;
}

/** One scenario being played. */
export interface Play {
  answer(body: Body): Act;
  leave(): void;
  complain(problem: string): void;
  report(): Report;
  /** Throws unless everything was as scripted, and all of it was used. */
  finish(): void;
}

interface Issued {
  content: string;
  before: string;
}

export function play(name: string, scenario: Scenario): Play {
  const empty = scenario.findIndex(({ expect, when }) => saysNothing(expect) || (when && saysNothing(when)));
  if (scenario.length === 0 || empty >= 0)
    throw new Error(`${name}: exchange ${empty + 1} expects nothing of its request.`);
  const used = scenario.map(() => 0);
  const issued: Issued[] = [];
  const written = new Set<string>();
  const report: Report = { problems: [], unused: [], seen: [], left: 0 };
  const complain = (problem: string) => void report.problems.push(`request ${report.seen.length}: ${problem}`);
  const wanted = (at: number) => scenario[at]!.times ?? 1;
  const isOpen = (at: number) => wanted(at) === 'any' || used[at]! < Number(wanted(at));
  const titled = (at: number) => scenario[at]!.name ?? `exchange ${at + 1}`;

  const refusal = (faults: string[]): Act => {
    faults.forEach(complain);
    return { status: 400, message: faults.join('; ') };
  };

  /** Exchanges chosen by content come first; of the others, the first that is not used up. */
  const choose = (body: Body): number => {
    const open = scenario.map((_, at) => at).filter(isOpen);
    const fitting = open.find((at) => scenario[at]!.when && deviations(body, scenario[at]!.when).length === 0);
    return fitting ?? open.find((at) => !scenario[at]!.when) ?? -1;
  };

  const answer = (body: Body): Act => {
    report.seen.push(body);
    const faults = [...breaches(body), ...(Array.isArray(body.messages) ? replayFaults(body, issued) : [])];
    if (faults.length > 0) return refusal(faults);
    if (!knownModel(body.model)) return { ...refusal([`model: ${body.model}`]), status: 404, type: 'not_found_error' };
    const at = choose(body);
    if (at < 0) return refusal([`nothing is scripted for it: ${JSON.stringify(body.messages.at(-1)).slice(0, 500)}`]);
    used[at]!++;
    const deviating = deviations(body, scenario[at]!.expect);
    if (deviating.length > 0) return refusal(deviating.map((words) => `${titled(at)}: ${words}`));
    return act(scenario[at]!, body, `${name} ${report.seen.length}`);
  };

  const act = ({ reply }: Exchange, body: Body, seed: string): Act => {
    if ('status' in reply || 'hangUp' in reply) return reply;
    const misfits = misfitsOf(reply, body);
    if (misfits.length > 0) return refusal(misfits);
    const content = contentOf(reply, seed);
    if (!reply.breaks) issued.push({ content: echoOf(content, reply), before: prefixOf(body, body.messages.length) });
    return { events: eventsOf(reply, body, content, countOf(body, reply, content, written)), said: reply };
  };

  const finished = (): Report => ({
    ...report,
    unused: scenario.flatMap((_, at) =>
      wanted(at) === 'any' || used[at] === wanted(at)
        ? []
        : [`${titled(at)} was used ${used[at]} of ${wanted(at)} times`]
    )
  });

  return {
    answer,
    complain,
    leave: () => void report.left++,
    report: finished,
    finish: () => {
      const { problems, unused } = finished();
      const wrong = [...problems, ...unused];
      if (wrong.length > 0) throw new Error(`The scenario ${name} was not played as written:\n- ${wrong.join('\n- ')}`);
    }
  };
}

/** A reply as it has to come back: a tool's input that was no JSON comes back empty. */
const echoOf = (content: Block[], { rawInput }: Said): string =>
  JSON.stringify(
    content
      .filter(({ type, text }) => type !== 'text' || text !== '')
      .map((block, at) => (rawInput !== undefined && at === content.length - 1 ? { ...block, input: {} } : block))
  );

const prefixOf = ({ system, tools, messages }: Body, length: number): string =>
  JSON.stringify(unmarked([system, tools, messages.slice(0, length)]));

/** Replies that used tools or thought come back unchanged, behind the very conversation to which they replied. */
function replayFaults(body: Body, issued: Issued[]): string[] {
  return body.messages.flatMap(({ role, content }, at) => {
    const blocks = unmarked(blocksOf(content));
    if (role !== 'assistant' || blocks.every(({ type }) => type === 'text')) return [];
    const same = issued.filter((reply) => reply.content === JSON.stringify(blocks));
    if (same.length === 0) return [`messages.${at}: thinking or tool_use blocks are not those of the reply`];
    const before = prefixOf(body, at);
    return same.some((reply) => reply.before === before) ? [] : [`messages.${at}: what came before it was changed`];
  });
}

/** Where a script says what the API could not: a tool that is not offered, input or JSON that does not fit its schema. */
function misfitsOf(said: Said, body: Body): string[] {
  const faults = (said.tools ?? []).flatMap(({ name, input, misfit }) => {
    const tool = body.tools?.find((offered) => offered.name === name);
    if (misfit) return [];
    if (!tool || body.tool_choice?.type === 'none') return [`the script uses ${name}, which is not offered`];
    return fits(tool.input_schema, input) ? [] : [`the script's input of ${name} does not fit its schema`];
  });
  if (said.json === undefined) return faults;
  const schema = body.output_config?.format?.schema;
  if (!schema) return [...faults, 'the script answers JSON, but the request has no schema'];
  return fits(schema, said.json) ? faults : [...faults, "the script's JSON does not fit the schema"];
}

const fits = (schema: Record<string, unknown>, value: unknown): boolean =>
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(value).success;
