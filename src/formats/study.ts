/**
 * The results tree of the agentic-misalignment study: a `response.json` a trial. A file that cannot
 * be read is a row all the same, since its absence would change every rate.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Trial } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { objectIn } from './beside.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, type JsonObject, parseJson, sniffJson } from './json/json.ts';
import { problem, readWhole } from './records.ts';
import { scenarioLabel, scenarioOf, studyTrial } from './study/record.ts';
import { findPrompt, promptFolder, promptNotice } from './study/prompts.ts';
import { placeOf } from './study/tree.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** The study's results tree, file by file. */
export const study = checked({
  name: 'study',
  title: 'agentic-misalignment results',
  appends: false,
  detect,
  read,
});

const TEMPORARY = /\.tmp$/;
const LFS = 'version https://git-lfs.github.com/spec/';

function detect(head: Head): Claim | undefined {
  if (placeOf(head.file.path) !== undefined) {
    return { confidence: 0.9, why: 'it is a response.json in a sample folder' };
  }
  const sniff = sniffJson(head);
  if (sniff === undefined || sniff.shape !== 'object') return undefined;
  const { keys } = sniff;
  if (!keys.has('raw_response') || !keys.has('metadata')) return undefined;
  return { confidence: 0.8, why: 'it has raw_response and metadata' };
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const temporary = TEMPORARY.test(file.path);
  if (temporary) {
    const finished = existsSync(file.path.replace(TEMPORARY, ''));
    const message = finished
      ? 'left over from a run that was cut off; the finished file beside it was read'
      : 'left over from a run that was cut off; what is in it was read';
    yield problem(file, undefined, 'warning', message);
    if (finished) return;
  }
  const { text, problems } = await readWhole(file);
  yield* problems;
  const damage = problems.find((item) => item.type === 'problem');
  const reason = damage?.type === 'problem' ? damage.problem.message : '';
  const record = text === undefined ? reason : recordOf(text);
  if (typeof record === 'string') {
    if (text !== undefined)
      yield problem(file, undefined, 'error', `${record}; kept as an empty row`);
    yield { type: 'trial', trial: brokenTrial(file, record, text, options) };
    return;
  }
  const notice = ownNotice(file, record, options);
  if (notice !== undefined) yield problem(file, undefined, 'notice', notice);
  yield { type: 'trial', trial: withRule(readTrial(file, record, options), record, rule) };
}

/** The record in a file, or what is wrong with the file. */
function recordOf(text: string): JsonObject | string {
  if (text.trim() === '') return 'the file is empty';
  if (text.startsWith(LFS))
    return 'it is a Git LFS pointer, not the file (git lfs pull fetches it)';
  try {
    const value = parseJson(text);
    return isObject(value) ? value : 'it holds no JSON object';
  } catch (error) {
    return error instanceof Error ? error.message : 'not valid JSON';
  }
}

/** What is to be said of the prompts of a condition that only the record names: the survey knows paths alone. */
function ownNotice(
  { path }: SourceFile,
  record: JsonObject,
  { roots }: ReadOptions,
): string | undefined {
  const condition = isObject(record['metadata']) ? record['metadata']['condition'] : undefined;
  if (typeof condition !== 'string' || condition === placeOf(path)?.condition) return undefined;
  const found = promptFolder(path, condition, roots);
  const notice = found === undefined ? undefined : promptNotice(found, path);
  return notice && `prompts/${condition} ${notice}`;
}

function readTrial(file: SourceFile, record: JsonObject, { roots }: ReadOptions): Trial {
  const place = placeOf(file.path);
  const metadata = isObject(record['metadata']) ? record['metadata'] : {};
  const named = metadata['condition'];
  const condition = typeof named === 'string' ? named : place?.condition;
  const prompt =
    (condition === undefined ? undefined : findPrompt(file.path, condition, roots)) ??
    (place === undefined ? undefined : findPrompt(file.path, place.condition, roots));
  return studyTrial(record, {
    id: place === undefined ? idFromMetadata(file, metadata) : idOf(file),
    ...(place !== undefined && {
      model: place.model,
      condition: place.condition,
      sample: place.number,
    }),
    prompt: prompt?.turns,
    instruction: prompt?.instruction,
    classification: record['classification'] === undefined ? besideOf(file, condition) : undefined,
  });
}

/** A row for a file that holds no record: what there was of it is in the note's `raw`. */
function brokenTrial(
  file: SourceFile,
  reason: string,
  text: string | undefined,
  { roots }: ReadOptions,
): Trial {
  const place = placeOf(file.path);
  const prompt = place === undefined ? undefined : findPrompt(file.path, place.condition, roots);
  const scenario = scenarioOf(place?.condition, undefined);
  return {
    id: idOf(file),
    model: place?.model ?? 'unknown',
    verdict: { outcome: 'error' },
    ...(scenario !== undefined && { scenario }),
    ...(place !== undefined && { condition: place.condition, sample: place.number }),
    ...(prompt?.instruction !== undefined && { instruction: prompt.instruction }),
    turns: [
      ...(prompt?.turns ?? []),
      {
        kind: 'note',
        text: `This file could not be read: ${reason}.`,
        error: true,
        ...(text !== undefined && text.trim() !== '' && { raw: text }),
      },
    ],
  };
}

function idOf(file: SourceFile): string {
  const place = placeOf(file.path);
  return place === undefined ? file.name : `${place.model}/${place.condition}/${place.sample}`;
}

function idFromMetadata(file: SourceFile, metadata: JsonObject): string {
  const parts = [metadata['model'], metadata['condition'], metadata['sample_id']];
  const named = parts.every((part) => typeof part === 'string' || typeof part === 'number');
  return named ? parts.map(String).join('/') : file.name;
}

/** Verdicts that forks keep in files of their own beside the response. */
function besideOf(file: SourceFile, condition: string | undefined): JsonObject | undefined {
  const folder = dirname(file.path);
  const judged = objectIn(join(folder, 'classification_anthropic.json'));
  if (judged !== undefined) return judged;
  const scenario = scenarioOf(condition, undefined);
  const evaluation = objectIn(join(folder, 'evaluation.json'));
  const about = scenario === undefined ? undefined : evaluation?.[scenario];
  if (!isObject(about) || typeof about['occurred'] !== 'boolean') return undefined;
  const label = scenarioLabel(scenario, about['occurred']);
  return { ...about, harmful_behavior: about['occurred'], label };
}
