/** Answers of a model about a failed step, as they are on the wire. */

export const nothingProposed = {
  cause: 'Nobody knows why.',
  advice: 'Look at it yourself.',
  question: null as string | null,
  fixes: [] as ProposedOnWire[]
};

const blankEdit = {
  stage: null as string | null,
  name: null as string | null,
  value: null as string | null,
  names: [] as string[]
};
type EditOnWire = typeof blankEdit & { edit: string };

const blank = {
  service: null as string | null,
  name: null as string | null,
  value: null as string | null,
  amount: null as number | null,
  packages: [] as string[],
  edits: [] as EditOnWire[],
  remedy: null as string | null,
  script: null as string | null
};
export type ProposedOnWire = typeof blank & { kind: string };

const fix = (kind: string, parts: Partial<typeof blank>): ProposedOnWire => ({ ...blank, kind, ...parts });

export const proposed = {
  retry: (amount: number) => fix('retry', { amount }),
  packages: (...packages: string[]) => fix('packages', { packages }),
  dockerfile: (service: string, ...edits: (Partial<EditOnWire> & { edit: string })[]) =>
    fix('dockerfile', { service, edits: edits.map((edit) => ({ ...blankEdit, ...edit })) }),
  variable: (service: string, name: string, value: string) => fix('variable', { service, name, value }),
  memory: (service: string, amount: number) => fix('memory', { service, amount }),
  swap: (amount: number) => fix('swap', { amount }),
  freePort: (amount: number) => fix('free-port', { amount }),
  mirror: (name: string, value: string) => fix('mirror', { name, value }),
  remedy: (remedy: string, parts: { service?: string; name?: string } = {}) => fix('remedy', { remedy, ...parts }),
  script: (name: string, script: string) => fix('script', { name, script })
};
