import type { Analysis } from '../../../domain/analysis.ts';
import { parseBody, type Patch } from '../../../domain/artifact.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { canonicalJson, type Json } from '../../../domain/json.ts';
import { applyPatch, valueAt } from '../../../domain/patch.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { Checkout } from '../reading/checkout.ts';
import { serviceFields, variableFields, type Claims, type Correction, type Refinement } from './answer.ts';
import { isHolder, struckLine } from './holders.ts';
import { addDatastore, addExternal, addVariable } from './missing.ts';
import { holds } from './relating.ts';
import { no, serviceEdits, type Correcting } from './service-fields.ts';
import { standing } from './standing.ts';
import { variableEdits } from './variable-fields.ts';

/** A draft as a model's answer changed it: what was taken over, and what was not and why. */
export interface Corrected {
  analysis: Analysis;
  kept: string[];
  dropped: { what: string; why: string }[];
}

/** How sure a field is that a model read; the rules' own are between 0.5 and 1. */
const confidence = 0.75;
const order: string[] = [...serviceFields, ...variableFields];

/** What stands of the claims that each part of an answer makes. */
export type Standing = Map<Claims, Evidence[]>;

/** Looks up all claims of an answer in the checkout, each file once. */
export async function standingOf(checkout: Checkout, answer: Refinement): Promise<Standing> {
  const { datastores, variables, externals } = answer.missing;
  const lists = [
    ...answer.corrections,
    ...datastores,
    ...variables,
    ...externals,
    ...answer.questions.flatMap(({ options }) => options.flatMap(({ corrections }) => corrections))
  ].map(({ evidence }) => evidence);
  const found = await standing(checkout, lists.flat(), confidence);
  const standings: Standing = new Map();
  for (const list of lists)
    standings.set(
      list,
      found.splice(0, list.length).filter((each) => each !== null)
    );
  return standings;
}

/** Takes over what a model found missing and what it corrected, piece by piece: each has to prove itself, and fit what came before. */
export function correct(draft: Analysis, answer: Refinement, stands: Standing): Corrected {
  const state: Corrected = { analysis: draft, kept: [], dropped: [] };
  const { datastores, variables, externals } = answer.missing;
  for (const each of datastores) take(state, each.kind, () => proven(stands, each, addDatastore, state));
  for (const each of variables)
    take(state, `${each.service} ${each.name}`, () => proven(stands, each, addVariable, state));
  for (const each of externals) take(state, each.name, () => proven(stands, each, addExternal, state));
  const sorted = [...answer.corrections].sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
  for (const each of sorted)
    take(state, nameOf(each), () => editOf(state.analysis, each, stands.get(each.evidence) ?? []));
  return state;
}

/** Tries one edit; what does not apply, or leaves a body that does not fit, is dropped. An edit that changes nothing is not counted. */
export function take(state: Corrected, what: string, make: () => Result<Patch>): void {
  const name = what.replace(/[^\w .-]+/g, ' ').slice(0, 80);
  const patched = outcome(state.analysis, make());
  if (!patched.ok) state.dropped.push({ what: name, why: patched.problem.message });
  else if (patched.value !== state.analysis) state.kept.push(name);
  if (patched.ok) state.analysis = patched.value;
}

function outcome(analysis: Analysis, edit: Result<Patch>): Result<Analysis> {
  if (!edit.ok) return edit;
  if (edit.value.length === 0) return ok(analysis);
  const patched = applyPatch<unknown>(analysis, edit.value);
  return patched.ok ? parseBody('analysis', patched.value) : patched;
}

function proven<T extends { evidence: Claims }>(
  stands: Standing,
  wanted: T,
  make: (analysis: Analysis, wanted: T, evidence: Evidence[]) => Result<Patch>,
  state: Corrected
): Result<Patch> {
  const evidence = stands.get(wanted.evidence) ?? [];
  return evidence.length === 0 ? unproven() : make(state.analysis, wanted, evidence.map(struck));
}

const unproven = () => no('no line that was named holds the text that was quoted');

/** Evidence as it may be kept: the value in a file of values stays in its file. */
const struck = (evidence: Evidence): Evidence =>
  isHolder(evidence.path) ? { ...evidence, excerpt: struckLine(evidence.excerpt) } : evidence;

const nameOf = ({ service, variable, field }: Correction) => [service, variable, field].filter(Boolean).join(' ');

const isVariableField = (field: string): field is (typeof variableFields)[number] =>
  variableFields.some((each) => each === field);

/** The edit that a correction makes. `evidence` is null where a person decides instead of a proof. */
export function editOf(analysis: Analysis, correction: Correction, evidence: Evidence[] | null): Result<Patch> {
  const { field, value } = correction;
  const service = analysis.services.find(({ name }) => name === correction.service);
  if (!service) return no('there is no such service');
  if (evidence?.length === 0) return unproven();
  const correcting: Correcting = { analysis, service, value, evidence };
  const variable = service.env.find(({ name }) => name === correction.variable);
  const at = `/services/${service.name}`;
  if (!isVariableField(field))
    return shown(analysis, serviceEdits[field](correcting), `${at}/evidence/${field}`, evidence);
  if (!variable) return no('the service has no such variable');
  const naming = evidence?.filter(({ excerpt }) => holds(excerpt, variable.name)) ?? null;
  if (naming?.length === 0) return no('the lines named do not hold its name');
  const edit = variableEdits[field]({ ...correcting, evidence: naming, variable });
  return shown(analysis, edit, `${at}/env/${variable.name}/evidence/${field}`, naming);
}

/** An edit with the evidence for it; none where everything is so already. */
function shown(analysis: Analysis, edit: Result<Patch>, at: string, evidence: Evidence[] | null): Result<Patch> {
  if (!edit.ok) return edit;
  const changes = edit.value.filter(
    (each) => each.op !== 'replace' || canonicalJson(valueAt(analysis, each.path)) !== canonicalJson(each.value)
  );
  const [line] = evidence ?? [];
  return ok(changes.length > 0 && line ? [...changes, { op: 'add', path: at, value: struck(line) as Json }] : changes);
}
