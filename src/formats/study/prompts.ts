/** The prompts of a results tree: found above a response, within what was opened, and read. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

import { promptTurns } from '../../trial/emails.ts';
import type { Turn } from '../../trial/types.ts';
import { foldersAbove, levelsOpened } from '../beside.ts';
import { isObject } from '../json/json.ts';

/** How far above a response its prompts are looked for. */
const LEVELS = 8;

const FILES = [
  'system_prompt.txt',
  'user_prompt.txt',
  'full_user_prompt.txt',
  'email_content.txt',
  'metadata.json',
];

export type Prompt = { readonly turns: readonly Turn[]; readonly instruction: string | undefined };

/** Prompts repeat over hundreds of trials; a changed file is read again. */
const prompts = new Map<string, { readonly stamp: string; readonly prompt: Prompt }>();
const MAX_PROMPTS = 64;

/**
 * The prompt of a condition, from the nearest `prompts/<condition>/` above a file. `roots` are the
 * folders that were opened: nothing above them is read, nor what a link leads to outside of them.
 */
export function findPrompt(
  path: string,
  condition: string,
  roots: ReadonlySet<string> | undefined,
): Prompt | undefined {
  const found = promptFolder(path, condition, roots);
  if (found === undefined || found.isAbove) return undefined;
  const { folder, root } = found;
  const files = FILES.map((name) => join(folder, name));
  const stamp = files
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((stat) => (stat === undefined ? '-' : `${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`))
    .join();
  const known = prompts.get(folder);
  if (known?.stamp === stamp) return known.prompt;
  const [system, user, fullUser, emails, metadata] = files.map((file) => readWithin(root, file));
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

type Found = {
  readonly folder: string;
  /** The outermost folder that was opened and holds the response. */
  readonly root: string;
  /** It lies above all that was opened. */
  readonly isAbove: boolean;
};

/** The nearest `prompts/<condition>/` above a file, which may lie above what was opened. */
export function promptFolder(
  path: string,
  condition: string,
  roots: ReadonlySet<string> | undefined,
): Found | undefined {
  // A condition's name comes from the data: it must not lead out of the folder.
  if (condition === '' || /[\\/]|^\.\.?$/.test(condition)) return undefined;
  const above = foldersAbove(path);
  const opened = levelsOpened(path, roots);
  const root = above[opened] ?? dirname(path);
  for (const [level, one] of above.slice(0, LEVELS).entries()) {
    const folder = join(one, 'prompts', condition);
    if (existsSync(folder)) return { folder, root, isAbove: level > opened };
  }
  return undefined;
}

/**
 * What a person must know of a condition's prompts before they believe them. `response` is a file that
 * they are the prompts of.
 */
export function promptNotice(
  { folder, root, isAbove }: Found,
  response: string,
): string | undefined {
  if (isAbove) {
    const place = dirname(dirname(folder));
    return `lies above what was opened, and is not read: open ${place} to see what the model read`;
  }
  const all = [
    folder,
    ...FILES.map((name) => join(folder, name)).filter((file) => existsSync(file)),
  ];
  if (all.some((file) => !isWithin(root, file))) {
    return 'leads out of what was opened; what lies outside is not read';
  }
  // Root and the user themselves could change the responses as well.
  const trusted = new Set([
    statSync(response, { throwIfNoEntry: false })?.uid,
    process.getuid?.(),
    0,
  ]);
  const isForeign =
    process.getuid !== undefined && all.some((file) => !trusted.has(statSync(file).uid));
  return isForeign ? 'belongs to another user than the responses' : undefined;
}

function readWithin(root: string, path: string): string | undefined {
  try {
    return isWithin(root, path) ? readFileSync(path, 'utf8').replace(/^\uFEFF/, '') : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a path lies in a folder, wherever links lead. False where it cannot be looked at. */
function isWithin(folder: string, path: string): boolean {
  try {
    const [outer, inner] = [realpathSync(folder), realpathSync(path)];
    return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  } catch {
    return false;
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
