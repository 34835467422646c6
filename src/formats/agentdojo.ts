/** AgentDojo runs: one document a run of a user task with an injection task. */
import type { Trial, Turn } from '../trial/types.ts';
import { chatTurns } from './chat/chat.ts';
import { messageOf } from './chat/text.ts';
import { checked } from './checked/checked.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, isWord, type JsonObject, sniffJson, word } from './json/json.ts';
import { type At, type Converted, readRecords } from './records.ts';
import { ruleOf, type VerdictRule, withRule } from './verdict-rule.ts';

export const agentdojo = checked({
  name: 'agentdojo',
  title: 'AgentDojo runs',
  appends: true,
  detect,
  read,
});

function detect(head: Head): Claim | undefined {
  const keys = sniffJson(head)?.keys;
  const isRun = ['suite_name', 'pipeline_name', 'user_task_id', 'messages'].every(
    (key) => keys?.has(key) === true,
  );
  return isRun
    ? { confidence: 0.95, why: 'it has suite_name, pipeline_name, user_task_id and messages' }
    : undefined;
}

function read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  return readRecords(file, options, (value, at) => converted(value, at, rule));
}

function converted(value: unknown, { file, number }: At, rule: VerdictRule | undefined): Converted {
  if (!isObject(value)) {
    return { problems: [{ severity: 'error', message: 'not a run; it was passed over' }] };
  }
  const odd: string[] = [];
  const trial = runOf(value, `${file.name}:${number}`, (field) => odd.push(`messages${field}`));
  const [first] = odd;
  const more = odd.length > 1 ? ` (and ${odd.length - 1} more such)` : '';
  const message = `${first}: not all of it could be used; the rest is kept in meta${more}`;
  return {
    trial: withRule(trial, value, rule),
    ...(first !== undefined && { problems: [{ severity: 'warning', message }] }),
  };
}

/** Whether the task was done, and the outcome of the attack: what that means, runs do not agree on. */
const SCORES = ['utility', 'security'];

function runOf(run: JsonObject, fallback: string, tell: (field: string) => void): Trial {
  const { messages, error, pipeline_name: model, suite_name: suite, ...others } = run;
  const { user_task_id: task, injection_task_id: injection, attack_type: attack } = run;
  const turns: Turn[] = Array.isArray(messages) ? chatTurns(withoutRepeats(messages), tell) : [];
  const failure = messageOf(error);
  if (failure !== '') turns.push({ kind: 'note', name: 'error', text: failure, error: true });
  if (turns.length === 0)
    turns.push({ kind: 'note', text: 'This run has no messages.', error: true });
  const scores = Object.fromEntries(
    SCORES.filter((key) => run[key] !== undefined && run[key] !== null).map((key) => [
      key,
      run[key],
    ]),
  );
  const isRun = turns.some(({ kind }) => kind === 'message' || kind === 'action');
  const parts = [task, injection].filter(isWord);
  const path = [model, suite, task, attack, injection].filter(isWord);
  const taken = new Set([
    ...SCORES,
    ...(isWord(task) ? ['user_task_id'] : []),
    ...(isWord(injection) ? ['injection_task_id'] : []),
    ...(isWord(attack) ? ['attack_type'] : []),
    ...(isWord(run['evaluation_timestamp']) ? ['evaluation_timestamp'] : []),
  ]);
  const meta = {
    ...Object.fromEntries(
      Object.entries(others).filter(([key, each]) => !taken.has(key) && each !== null),
    ),
    ...(!isWord(model) && model !== undefined && { pipeline_name: model }),
    ...(!isWord(suite) && suite !== undefined && { suite_name: suite }),
    ...(!Array.isArray(messages) && messages !== undefined && { messages }),
    ...(isObject(error) && { error }),
    ...(Array.isArray(error) && { error }),
  };
  const startedAt = word(run['evaluation_timestamp']);
  return {
    id: path.length >= 3 ? path.join('/') : fallback,
    model: word(model) ?? 'unknown',
    verdict: {
      outcome: failure !== '' && !isRun ? 'error' : 'unjudged',
      ...(Object.keys(scores).length > 0 && { scores }),
    },
    ...(isWord(suite) && { scenario: suite }),
    ...(isWord(attack) && { condition: attack }),
    ...(parts.length > 0 && { sample: parts.join(' x ') }),
    ...(startedAt !== undefined && { startedAt }),
    ...(Object.keys(meta).length > 0 && { meta }),
    turns,
  };
}

/** Messages whose results do not repeat their calls, which stand in the message before. */
function withoutRepeats(messages: readonly unknown[]): readonly unknown[] {
  const calls = new Set<string>();
  return messages.map((message) => {
    if (!isObject(message)) return message;
    const given = message['tool_calls'];
    if (Array.isArray(given)) for (const call of given) calls.add(JSON.stringify(bare(call)));
    const { tool_call: call, ...others } = message;
    return call !== undefined && calls.has(JSON.stringify(bare(call))) ? others : message;
  });
}

/** A call without its empty fields, which a result may lack. */
function bare(call: unknown): unknown {
  if (!isObject(call)) return call;
  const filled = Object.entries(call).filter(([, value]) => value !== null);
  return filled.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
