/**
 * Claude Code sessions: a JSON line for every message, several for one answer of the model. A
 * session is one trial; what its subagents did (sidechains) is a trial for each of them.
 */
import { checked } from './checked/checked.ts';
import { sessionOf } from './claude-code/lines.ts';
import { Session } from './claude-code/session.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { headRecords, sniffJson } from './json/json.ts';
import { readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** Sessions as `~/.claude/projects/` keeps them. */
export const claudeCode = checked({
  name: 'claude-code',
  title: 'Claude Code sessions (JSONL)',
  appends: false,
  detect,
  read,
});

const SPOKEN = new Set(['user', 'assistant']);

function detect(head: Head): Claim | undefined {
  const lines = headRecords(head);
  const spoken = lines.some(
    (line) =>
      SPOKEN.has(String(line['type'])) && sessionOf(line) !== undefined && 'message' in line,
  );
  if (spoken) return { confidence: 0.9, why: 'its lines have type, message and sessionId' };
  const noted = lines.some(
    (line) =>
      (line['type'] === 'summary' && 'leafUuid' in line) ||
      line['type'] === 'file-history-snapshot',
  );
  if (noted) return { confidence: 0.6, why: 'it has a line of a session besides messages' };
  // A first line that goes on beyond the head shows only its first fields.
  const keys = lines.length === 0 ? sniffJson(head)?.keys : undefined;
  const begun = ['type', 'message', 'sessionId'].every((key) => keys?.has(key) === true);
  return begun
    ? { confidence: 0.8, why: 'its first line has type, message and sessionId' }
    : undefined;
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const session = new Session(file);
  let last: ReadItem | undefined;
  for await (const item of readRecords(file, options, (value, at) => session.add(value, at))) {
    if (item.type === 'problem') yield item;
    else last = item;
  }
  yield* session.problems();
  for (const trial of session.trials()) {
    yield { type: 'trial', trial: withRule(trial, trial, rule) };
  }
  if (last !== undefined) yield last;
}
