import { stageSchema, type Stage } from './artifact.ts';
import { budgetText } from './usage.ts';

export type BudgetOwner = 'project' | 'team';

/** What a button under a refusal by budget asks for. `again` is the stage that is proposed again afterwards. Money in millionths of a US dollar. */
export type ModelCommand =
  { kind: 'raise budget'; owner: BudgetOwner; budget: number; again: Stage | null } | { kind: 'rules alone' };

const rulesAlone = 'Go on by rules alone';

/** A command as the message that its button sends. */
export function commandText(command: ModelCommand): string {
  if (command.kind === 'rules alone') return rulesAlone;
  const then = command.again ? ` and plan the ${command.again} again` : '';
  return `Raise the ${command.owner}'s model budget to ${budgetText(command.budget)}${then}`;
}

const raise =
  /^raise the (project|team)'s model budget to \$(\d{1,5})(?:\.(\d\d))?(?: and plan the (analysis|infrastructure|provisioning) again)?\.?$/i;

/** The command that a message is, or null where it is anything else. Who may give it is not judged here. */
export function readCommand(text: string): ModelCommand | null {
  const said = text.trim().replace(/’/g, "'");
  if (said.replace(/\.$/, '').toLowerCase() === rulesAlone.toLowerCase()) return { kind: 'rules alone' };
  const [, owner, whole, cents, stage] = raise.exec(said) ?? [];
  if (!owner || !whole) return null;
  return {
    kind: 'raise budget',
    owner: owner.toLowerCase() === 'team' ? 'team' : 'project',
    budget: (Number(whole) * 100 + Number(cents ?? 0)) * 10_000,
    again: stage ? stageSchema.parse(stage.toLowerCase()) : null
  };
}
