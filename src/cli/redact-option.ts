/** `--redact`: what it says, as data. */
import { existsSync, readFileSync } from 'node:fs';
import { parseRules } from '../redact/rules.ts';
import { REDACT_KINDS, type RedactKind, type RedactSpec } from '../redact/types.ts';
import { unknownName } from '../base/nearest.ts';
import { unreadable } from '../base/file-errors.ts';

/** Kinds and files of rules, separated by commas. Throws a `UserError` for anything else. */
export function parseRedact(text: string): RedactSpec {
  const kinds = new Set<RedactKind>();
  const files: Omit<RedactSpec, 'kinds'>[] = [];
  // A name with a comma in it is a file's as it stands.
  for (const part of existsSync(text) ? [text] : text.split(',')) {
    const name = part.trim();
    const kind = REDACT_KINDS.find((one) => one === name);
    if (kind !== undefined) kinds.add(kind);
    else if (existsSync(name)) files.push(readRules(name));
    else throw unknownName('--redact: there is no kind or file', name, REDACT_KINDS);
  }
  return {
    kinds: REDACT_KINDS.filter((kind) => kinds.has(kind)),
    rules: files.flatMap(({ rules }) => rules),
    names: files.flatMap(({ names }) => names),
    keep: files.flatMap(({ keep }) => keep),
  };
}

function readRules(file: string): Omit<RedactSpec, 'kinds'> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(error, file);
  }
  return parseRules(text, file);
}
