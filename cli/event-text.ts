import type { EventBody } from '../workers/domain/events.ts';
import { titleOfFix } from '../workers/domain/fix-words.ts';
import { phaseTitles } from '../workers/domain/phase.ts';
import { stageTitles } from './plan-text.ts';
import { cleaned, lastWritten } from './harmless.ts';
import { stageQuestionText } from './questions.ts';
import type { Style } from './terminal.ts';

type Paint = (style: Style, text: string) => string;

const step = (event: { server: string; stepId: string }) => `${event.server}/${event.stepId}`;
const because = (reason: string | null) => (reason ? `: ${reason}` : '');

function stepLine(event: Extract<EventBody, { type: 'step' }>, paint: Paint): string | null {
  const attempt = event.attempt > 1 ? ` (attempt ${event.attempt})` : '';
  if (event.state === 'pending') return null;
  if (event.state === 'running') return `  ${paint('blue', 'runs')}     ${step(event)}${attempt}`;
  if (event.state === 'skipped') return `  ${paint('dim', 'in place')} ${step(event)}${because(event.reason)}`;
  if (event.state === 'completed')
    return `  ${paint('green', 'done')}     ${step(event)}${event.reason ? ` (${event.reason})` : attempt}`;
  const exit = event.exitCode === null ? '' : ` (exit ${event.exitCode})`;
  return `  ${paint('red', 'failed')}   ${step(event)}${attempt}${exit}${because(event.reason)}`;
}

const outputLines = (event: Extract<EventBody, { type: 'output' }>, paint: Paint): string | null =>
  event.text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `  ${paint('dim', `${step(event)} |`)} ${line}`)
    .join('\n');

/** What an option does: words behind it, or a script below it. */
const optionText = (text: string | null): string =>
  !text ? '' : text.includes('\n') ? `\n${text.replace(/^/gm, '       | ')}` : ` (${text})`;

function questionLines(event: Extract<EventBody, { type: 'fix.asked' }>, paint: Paint): string {
  const options = event.options.map(({ label, text }, index) => `    ${index + 1}  ${label}${optionText(text)}`);
  const by = event.author === 'model' ? 'AI: ' : '';
  return [
    `  ${paint('yellow', 'asks')}     ${step(event)}: ${by}${event.question} (${event.reason})`,
    ...options,
    '    Answer with: hydron answer PROJECT NUMBER'
  ].join('\n');
}

function runLine(event: EventBody, paint: Paint): string | null {
  switch (event.type) {
    case 'run.started':
      return paint('bold', `Run ${event.number} starts`);
    case 'run.state':
      return event.state === 'in progress' ? null : `Run ${event.state}${because(event.reason)}`;
    case 'signal':
      return `${event.signal}, asked by ${event.by}`;
    case 'phase.started':
      return paint('bold', phaseTitles[event.phase]);
    case 'phase.ended':
      return `  ${event.ok ? paint('green', event.outcome) : paint('red', event.outcome)}${because(event.note)}`;
    case 'note':
      return `  ${event.server ? `${event.server}: ` : ''}${event.text}`;
    case 'step':
      return stepLine(event, paint);
    case 'output':
      return outputLines(event, paint);
    case 'fix':
      return `  ${paint('yellow', 'fix')}      ${step(event)}: ${titleOfFix(event)} (${event.reason})`;
    case 'fix.asked':
      return questionLines(event, paint);
    case 'fix.answered':
      return `  ${event.by} chose: ${event.label}`;
    case 'server':
      return `  server ${event.name} is ${event.state}${event.address ? ` at ${event.address}` : ''}`;
    case 'probe':
      return `  probe ${event.name}: ${event.ok ? paint('green', 'answers') : paint('red', 'fails')} ${event.status ?? ''} in ${event.milliseconds} ms${because(event.note)}`;
    case 'live':
      return paint('green', `Live at ${event.url}`);
    default:
      return null;
  }
}

/** One event as lines for a person, or null for those that say nothing to one. Only `paint` puts colours in. */
export function eventText(event: EventBody, paint: Paint): string | null {
  const clean = cleaned(event.type === 'output' ? { ...event, text: lastWritten(event.text) } : event);
  return planLine(clean, paint) ?? runLine(clean, paint);
}

/** A message, and under it what its buttons would say. */
const withChoices = ({ text, actions }: Extract<EventBody, { type: 'message' }>): string =>
  [text, ...actions.map(({ command }) => `  - ${command}`)].join('\n');

function planLine(event: EventBody, paint: Paint): string | null {
  switch (event.type) {
    case 'message':
      return event.author === 'person' ? null : withChoices(event);
    case 'question':
      return `${stageQuestionText(event)}\n  Answer with: hydron answer PROJECT NUMBER, or approve the plan as it is`;
    case 'question.answered':
      return event.by === null ? null : `${event.by} answered`;
    case 'stage.started':
      return paint('bold', `${stageTitles[event.stage]}`);
    case 'stage.progress':
      return paint('dim', `  ${event.text}`);
    case 'stage.failed':
      return paint('red', `${stageTitles[event.stage]} failed: ${event.problem.message}`);
    case 'artifact.stale':
      return `${stageTitles[event.stage]} version ${event.version} no longer fits and is made again`;
    case 'artifact.approved':
      return `${stageTitles[event.stage]} version ${event.version} approved${event.price ? ` at ${event.price}` : ''}`;
    default:
      return null;
  }
}
