/** The folders of the study's results tree: names from paths, and what is missing. */
import { dirname } from 'node:path';

import type { Problem } from '../../trial/types.ts';
import type { Survey } from '../format.ts';
import { promptFolder, promptNotice } from './prompts.ts';

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

/** Takes a path apart; undefined for a file that stands in no such tree. */
export function placeOf(path: string): TreePlace | undefined {
  const match = RESPONSE.exec(path);
  if (match === null) return undefined;
  const [, model = '', condition = '', digits = '', rest = ''] = match;
  const number = Number(digits);
  return { model, condition, sample: String(number).padStart(3, '0') + rest, number };
}

/**
 * What a scan of a tree shows to be missing: samples within a condition's numbering, empty sample
 * folders, and conditions whose prompts are nowhere. `survey` holds absolute paths.
 */
export function surveyStudy(survey: Survey): readonly Problem[] {
  const folders = new Map<string, Set<number>>();
  const told = new Set<string>();
  const problems: Problem[] = [];
  const seen = (folder: string, number: number) => {
    const numbers = folders.get(folder) ?? new Set();
    folders.set(folder, numbers.add(number));
  };
  for (const path of survey.files) {
    const place = placeOf(path);
    if (place === undefined) continue;
    const folder = dirname(dirname(path));
    if (!folders.has(folder)) {
      const message = promptMessage(path, place.condition, survey.roots);
      if (message !== undefined && !told.has(message)) {
        told.add(message);
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

/** What is to be said of the prompts of a response: that there are none, or that they are not its own. */
function promptMessage(
  path: string,
  condition: string,
  roots: ReadonlySet<string>,
): string | undefined {
  const found = promptFolder(path, condition, roots);
  const notice = found === undefined ? undefined : promptNotice(found, path);
  if (found !== undefined) return notice && `prompts/${condition} ${notice}`;
  return `there is no prompts/${condition} above it: what the model read is unknown`;
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
