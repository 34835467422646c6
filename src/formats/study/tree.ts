/** The folders of the study's results tree: names from paths, prompts, and what is missing. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { promptTurns } from '../../trial/emails.ts';
import type { Problem, Turn } from '../../trial/types.ts';
import type { Survey } from '../format.ts';
import { isObject } from '../json/json.ts';

/** Names that a path gives: `…/<model>/<condition>/sample_001/response.json`. */
export type TreePlace = {
  readonly model: string;
  readonly condition: string;
  /** As the folder writes it, three digits wide: `001`. */
  readonly sample: string;
  readonly number: number;
};

const RESPONSE =
  /(?:^|[\\/])([^\\/]+)[\\/]([^\\/]+)[\\/]sample_(\d+)([\w-]*)[\\/]response\.json(?:\.tmp)?(?:\.gz|\.zst)?$/;
const SAMPLE_FOLDER = /^(.*)[\\/]sample_(\d+)[\w-]*$/;
const LEVELS = 8;

/** Takes a path apart; undefined for a file that stands in no such tree. */
export function placeOf(path: string): TreePlace | undefined {
  const match = RESPONSE.exec(path);
  if (match === null) return undefined;
  const [, model = '', condition = '', digits = '', rest = ''] = match;
  const number = Number(digits);
  return { model, condition, sample: String(number).padStart(3, '0') + rest, number };
}

export type Prompt = { readonly turns: readonly Turn[]; readonly instruction: string | undefined };

/** Prompts repeat over hundreds of trials; a changed file is read again. */
const prompts = new Map<string, { readonly stamp: string; readonly prompt: Prompt }>();
const MAX_PROMPTS = 64;

/** The prompt of a condition, from the nearest `prompts/<condition>/` above a file. */
export function findPrompt(path: string, condition: string): Prompt | undefined {
  const folder = promptFolder(path, condition);
  if (folder === undefined) return undefined;
  const files = [
    'system_prompt.txt',
    'user_prompt.txt',
    'full_user_prompt.txt',
    'email_content.txt',
    'metadata.json',
  ].map((name) => join(folder, name));
  const stamp = files
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? '-' : `${stat.size}:${stat.mtimeMs}`))
    .join();
  const known = prompts.get(folder);
  if (known?.stamp === stamp) return known.prompt;
  const [system, user, fullUser, emails, metadata] = files.map(readIfThere);
  const asked = user ?? fullUser;
  const turns = [
    ...(system === undefined ? [] : promptTurns(system, 'system')),
    ...(asked === undefined ? [] : promptTurns(asked, 'user')),
    ...(emails === undefined ? [] : promptTurns(emails, 'user')),
  ];
  const prompt = { turns, instruction: instructionOf(metadata) };
  if (prompts.size >= MAX_PROMPTS) prompts.clear();
  prompts.set(folder, { stamp, prompt });
  return prompt;
}

function promptFolder(path: string, condition: string): string | undefined {
  // A condition's name comes from the data: it must not lead out of the folder.
  if (condition === '' || /[\\/]|^\.\.?$/.test(condition)) return undefined;
  let folder = dirname(path);
  for (let level = 0; level < LEVELS; level += 1) {
    const candidate = join(folder, 'prompts', condition);
    if (existsSync(candidate)) return candidate;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
  return undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** Whether an extra instruction was given: false is `none`, a word is its name. */
function instructionOf(metadata: string | undefined): string | undefined {
  if (metadata === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(metadata);
  } catch {
    return undefined;
  }
  const extra = isObject(value) ? value['extra_system_instructions'] : undefined;
  if (extra === false) return 'none';
  return typeof extra === 'string' && extra !== '' ? extra : undefined;
}

/**
 * What a scan of a tree shows to be missing: samples within a condition's numbering, empty sample
 * folders, and conditions whose prompts are nowhere. `survey` holds absolute paths.
 */
export function surveyStudy(survey: Survey): readonly Problem[] {
  const folders = new Map<string, Set<number>>();
  const lacking = new Set<string>();
  const problems: Problem[] = [];
  const seen = (folder: string, number: number) => {
    const numbers = folders.get(folder) ?? new Set();
    folders.set(folder, numbers.add(number));
  };
  for (const path of survey.files) {
    const place = placeOf(path);
    if (place === undefined) continue;
    const folder = dirname(dirname(path));
    if (!folders.has(folder) && promptFolder(path, place.condition) === undefined) {
      if (!lacking.has(place.condition)) {
        lacking.add(place.condition);
        const message = `there is no prompts/${place.condition} above it: what the model read is unknown`;
        problems.push({ source: folder, severity: 'notice', message });
      }
    }
    seen(folder, place.number);
  }
  for (const path of survey.emptyFolders) {
    const match = SAMPLE_FOLDER.exec(path);
    const [, folder = '', digits = ''] = match ?? [];
    if (match === null || !folders.has(folder)) continue;
    seen(folder, Number(digits));
    problems.push({ source: path, severity: 'warning', message: 'the sample folder is empty' });
  }
  for (const [folder, numbers] of folders) {
    const message = gapMessage(numbers);
    if (message !== undefined) problems.push({ source: folder, severity: 'warning', message });
  }
  return problems;
}

function gapMessage(numbers: ReadonlySet<number>): string | undefined {
  const largest = [...numbers].reduce((most, number) => Math.max(most, number), 0);
  // A number far beyond the count is a name, not a count of samples.
  if (largest > numbers.size * 100) return undefined;
  const missing: number[] = [];
  for (let number = 1; number <= largest; number += 1) {
    if (!numbers.has(number)) missing.push(number);
  }
  if (missing.length === 0) return undefined;
  const names = missing.slice(0, 5).map((number) => `sample_${String(number).padStart(3, '0')}`);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return `${names.join(', ')}${more} ${missing.length === 1 ? 'is' : 'are'} missing`;
}
