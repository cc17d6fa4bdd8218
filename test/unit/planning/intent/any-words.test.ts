import { describe, expect, it } from 'vitest';
import { understand } from '../../../../workers/planning/intent.ts';
import { edited, kiosk, shop, splitShop } from './shop.ts';

const vocabulary =
  'use make move put split rename drop accept set change start with to on onto its own server servers one tier smaller bigger larger two cheapest in the US Germany fsn1 region local port 8080 0 443 listens web worker docs db cache postgres redis node 22 python 3.13 16 version GREETING=hi STRIPE_KEY GREETING hello and , . ; ? health check is /up `node x.js` everything all main data sandbox-l cx22 approve yes what why cost which without not do close open for of from call api names __proto__ constructor'.split(
    ' '
  );

/** Numbers from 0 to `below` that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('any words in any order', () => {
  it.each([
    ['a shop', shop, 1],
    ['a shop on two servers', splitShop, 2],
    ['a kiosk', kiosk, 3]
  ])('come to edits that apply, or to an answer, for %s', (_title, situation, seed) => {
    const next = numbers(seed);
    const counts = { edit: 0, answer: 0, unknown: 0 };
    for (let round = 0; round < 1500; round++) {
      const text = Array.from({ length: 2 + next(8) }, () => vocabulary[next(vocabulary.length)]).join(' ');
      const plans = situation();
      const understood = understand(text, plans);
      counts[understood.kind]++;
      expect(understood.reply, text).not.toBe('');
      expect(() => edited(plans, understood), text).not.toThrow();
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(5);
  });
});
