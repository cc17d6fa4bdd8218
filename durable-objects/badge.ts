import { createDurable, proxyDurable } from 'itty-durable';
import type { Env } from '../workers/env.ts';

/** One per project: how often its badge was seen, and the status that was last looked up (`at` in milliseconds since 1970). */
export class BadgeObject extends createDurable({ autoPersist: true }) {
  views = 0;
  status: string | null = null;
  at = 0;

  constructor(state: object, _env: Env) {
    // The bindings and keys of the Worker are nothing to a counter, and this base would keep a copy of each.
    super(state, {});
  }

  view() {
    this.views++;
    return { views: this.views, status: this.status, at: this.at };
  }

  remember(status: string, at: number) {
    Object.assign(this, { status, at });
    return { views: this.views, status, at };
  }
}

interface Seen {
  views: number;
  status: string | null;
  at: number;
}

/** The counter of one project's badge. Its stub answers to any name at all, `then` included, so it stays in here. */
export function badgeOf(env: Env, projectId: string) {
  const counter = proxyDurable(env.BADGE, { name: 'BADGE', parse: true }).get(projectId);
  return {
    view: (): Promise<Seen> => counter.view(),
    remember: (status: string, at: number): Promise<Seen> => counter.remember(status, at)
  };
}
