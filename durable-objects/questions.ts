import type { Patch, Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import type { Artifact } from '../workers/domain/artifact.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { Question } from '../workers/planning/analysis/refine/questions.ts';
import { currentArtifact } from '../workers/store/artifacts.ts';
import type { Room } from './room.ts';
import type { Edit } from './stages.ts';

/** A question that nobody has answered yet: what each answer changes in the proposal, which holds the default. */
export interface OpenQuestion {
  id: string;
  stage: Stage;
  text: string;
  options: { id: string; label: string; patch: Patch; isDefault: boolean }[];
}

export interface Answering {
  questionId: string;
  optionId: string;
  userId: string;
  userName: string;
}

/** The open questions of a deployment, in its object's storage. */
export type Questions = ReturnType<typeof questionsIn>;

export function questionsIn(kv: SyncKvStorage) {
  const all = () => kv.get<OpenQuestion[]>('questions') ?? [];
  return {
    byId: (id: string): OpenQuestion | null => all().find((question) => question.id === id) ?? null,
    open: (questions: OpenQuestion[]) => kv.put('questions', [...all(), ...questions]),
    close: (id: string) =>
      kv.put(
        'questions',
        all().filter((question) => question.id !== id)
      ),
    /** Closes what a stage asks and answers it. */
    take(stage: Stage): OpenQuestion[] {
      const taken = all().filter((question) => question.stage === stage);
      if (taken.length > 0)
        kv.put(
          'questions',
          all().filter((question) => question.stage !== stage)
        );
      return taken;
    }
  };
}

/** Asks what a new proposal leaves open. What an earlier one of the stage asked is over, and its defaults with it. */
export function askAnew(questions: Questions, stage: Stage, asked: Question[]): EventBody[] {
  const before = byDefault(questions, stage);
  const fresh = asked.map(({ text, options }): OpenQuestion => ({
    id: crypto.randomUUID(),
    stage,
    text,
    options: options.map((option, index) => ({ ...option, id: String(index + 1) }))
  }));
  if (fresh.length > 0) questions.open(fresh);
  const events = fresh.map(({ id, text, options }): EventBody => ({
    type: 'question',
    id,
    stage,
    text,
    options: options.map((option) => ({ id: option.id, label: option.label, isDefault: option.isDefault }))
  }));
  return [...before, ...events];
}

/** Ends the questions of a stage with their defaults, which the version that is there holds already. */
export const byDefault = (questions: Questions, stage: Stage): EventBody[] =>
  questions.take(stage).map(({ id, options }) => ({
    type: 'question.answered',
    id,
    optionId: options.find((option) => option.isDefault)?.id ?? '',
    by: null
  }));

/** Takes a person's answer: what it changes becomes an edit of theirs, and the question is over. An edit that is refused leaves it open. */
export async function answerQuestion(
  room: Room,
  questions: Questions,
  { questionId, optionId, userId, userName }: Answering,
  edit: (edit: Edit) => Promise<Result<Artifact>>
): Promise<Result<null>> {
  const question = questions.byId(questionId);
  const option = question?.options.find(({ id }) => id === optionId);
  if (!question || !option)
    return refuse('question.over', 'This question is no longer open. Say what you want changed in the conversation.');
  const { stage, text } = question;
  const current = await currentArtifact(room.scope, room.project.deploymentId, stage);
  if (!current) return refuse('artifact.none', `There is no ${stage} to change yet.`);
  if (option.patch.length > 0) {
    const note = `${text} ${option.label}`;
    const made = await edit({ stage, version: current.version, patch: option.patch, note, author: 'person', userId });
    if (!made.ok) return made;
  }
  questions.close(questionId);
  await room.append([{ type: 'question.answered', id: questionId, optionId, by: userName }]);
  return ok(null);
}
