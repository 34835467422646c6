/** Inquest's own JSONL: one trial a line, in the shape of `src/trial/types.ts`. */
import { basename } from 'node:path';

import { mendedTrial } from './checked/mend.ts';
import { isTrial, TRIAL } from './checked/shapes.ts';
import { isChat } from './chat/chat.ts';
import { asMessages } from './chat/message.ts';
import type { Format, Head } from './format.ts';
import { begunRecord, isObject, type JsonObject, sniffJson } from './json/json.ts';
import { trialOf } from './mapped/record.ts';
import { type At, type Converted, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/**
 * The native format: JSON lines, or JSON documents that hold one trial or an array of them. It is not
 * wrapped in `checked`: its records are checked as they are converted, and twice would cost time.
 */
export const native: Format = {
  name: 'inquest',
  title: 'Inquest trials (JSONL)',
  appends: true,
  detect: (head) => {
    const keys = sniffJson(head)?.keys;
    if (keys === undefined || keys.get('turns') !== '[') return undefined;
    const known = ['id', 'model', 'verdict', 'scenario'].filter((key) => keys.has(key));
    if (known.length === 0 || isOtherTurns(head)) return undefined;
    return { confidence: 0.95, why: `its records have turns and ${known.join(', ')}` };
  },
  read: (file, options) => {
    const rule = ruleOf(options.verdict);
    if (rule === undefined) return readRecords(file, options, nativeTrial);
    return readRecords(file, options, (value, at) => {
      const { trial, problems } = nativeTrial(value, at);
      return { trial: trial && withRule(trial, value, rule), problems };
    });
  },
};

/** Turns of a chat, which have roles where those of a trial have kinds. */
function isOtherTurns(head: Head): boolean {
  return isOther(begunRecord(head)?.['turns']);
}

function isOther(value: unknown): boolean {
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  return isChat(asMessages(given)) && !given.some((turn) => isObject(turn) && 'kind' in turn);
}

/**
 * A record of the native shape as a trial. A record that is right in every field is the trial; one
 * that is not is mended field by field, and what was mended is said.
 */
function nativeTrial(value: unknown, at: At): Converted {
  if (!isObject(value)) {
    return failed(`not a trial but ${nameOf(value)}; it was passed over`);
  }
  if (isTrial(value)) return { trial: value };
  const other = otherTrial(value, at);
  if (other !== undefined) return other;
  const kept = TRIAL.keys().some((key) => key !== 'meta' && value[key] != null);
  if (!kept) return failed('no field of a trial is in it; it was passed over');
  return mendedTrial(value, `${basename(at.file.name)}:${at.number}`);
}

/** A record of another kind among trials, as where files were put together: read by its fields. */
function otherTrial(value: JsonObject, at: At): Converted | undefined {
  if (Array.isArray(value['turns']) && !isOther(value['turns'])) return undefined;
  const made = trialOf(value, at, {});
  if (made === undefined || made.isSilent === true) return undefined;
  const { trial, problems } = mendedTrial(made.trial, made.trial.id);
  const message = 'no trial of Inquest’s own; it was read by the names of its fields';
  return { trial, problems: [...problems, { severity: 'notice', message }] };
}

function failed(message: string): Converted {
  return { problems: [{ severity: 'error', message }] };
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}
