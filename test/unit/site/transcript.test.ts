import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { passages, transcript } from '../../../site/lib/docs/transcript.ts';
import { firstPrompt } from '../../../site/lib/pricing/token-use.ts';
import { costOf, offerOf, places } from '../../../workers/domain/usage.ts';
import { question, transcript as scenario } from '../../scenarios/transcript.ts';
import { answerOf, totalsOf } from '../../transcript/entries.ts';
import { transcriptSchema } from '../../transcript/form.ts';

const file = 'site/lib/docs/transcript.json';
const whole = transcriptSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const requests = whole.entries.flatMap((entry) => (entry.kind === 'request' ? [entry] : []));
const said = whole.entries.flatMap((entry) => (entry.kind === 'request' ? [] : [entry.text])).join('\n');
const read = ({ input, cacheRead, cacheWrite }: (typeof requests)[number]['tokens']) => input + cacheRead + cacheWrite;

describe('the recorded deployment', () => {
  it('was recorded of the scenario that is there: after a change, `npm run transcript` records it anew', () => {
    expect(requests.map(({ answer }) => answer)).toEqual(scenario.map(answerOf));
  });

  it('goes from a URL over a fix to a live page, and a question about it', () => {
    const milestones = [
      'Deploy https://git.example/orders.git',
      'Analysis version 1 approved',
      'Infrastructure plan version 1 approved',
      'Provisioning plan version 1 approved',
      'main/release-web',
      'done     main/start-worker (after AI fix)',
      'Live at https://',
      'Run completed',
      question
    ];
    const places = milestones.map((each) => said.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(requests.at(-1)!.place).toBe('conversation');
  });

  it('adds up', () => {
    expect(whole.totals).toEqual(totalsOf(whole.entries));
    const offer = offerOf(whole.model)!;
    for (const { tokens, cost } of requests) expect(cost).toBe(costOf(offer, tokens));
  });

  it('counts a token for each four bytes that were sent, and reads from the cache what was sent before', () => {
    for (const { bytes, tokens } of requests) {
      expect(read(tokens) * 4).toBeGreaterThan(bytes * 0.8);
      expect(read(tokens) * 4).toBeLessThan(bytes * 1.2);
    }
    const later = requests.filter(({ place }, at) => requests[at - 1]?.place === place);
    expect(later.length).toBeGreaterThan(0);
    for (const { tokens } of later) expect(tokens.cacheRead).toBeGreaterThan(0);
  });

  it('shows all of it, and no address but those of this machine and of examples', () => {
    const shown = passages(transcript);
    expect(shown.map((each) => (each.kind === 'request' ? '' : each.text)).join('\n')).toHaveLength(
      whole.entries.reduce((sum, each) => sum + (each.kind === 'request' ? 0 : each.text.length), 0) +
        whole.entries.length -
        1
    );
    const hosts = Array.from(said.matchAll(/https?:\/\/([^/:\s]+)/g), (match) => match[1]!);
    expect(hosts.filter((host) => !/(?:^|\.)localhost$|\.example$/.test(host))).toEqual([]);
  });

  it('is what the prices of a deployment are counted from', () => {
    for (const each of places) {
      const { tokens } = requests.find(({ place }) => place === each)!;
      expect(Math.abs(read(tokens) / firstPrompt[each] - 1), each).toBeLessThan(0.03);
    }
  });
});
