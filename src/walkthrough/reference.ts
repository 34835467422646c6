/** What a walkthrough remembers of a trial, so that it is found again when files were moved. */
import type { Trial, Turn } from '../trial/types.ts';

/**
 * `sha256:` and 64 hexadecimal digits over what the turns say, whatever the id, the file and the
 * format: a converted or moved trial keeps it, an edited one does not.
 */
export function contentHash({ turns }: Trial): string {
  const said = turns.map((turn) => [
    ...mainParts(turn),
    turn.cc ?? null,
    turn.at ?? null,
    turn.args ?? null,
  ]);
  return `sha256:${digest(said)}`;
}

/** Whether a hash that a walkthrough remembers is that of a trial; also one of an earlier version. */
export function hasHash(trial: Trial, hash: string): boolean {
  return hash === (hash.length === OLDER_LENGTH ? olderHash(trial) : contentHash(trial));
}

/** Hashes by which a trial may be remembered. */
export function hashesOf(trial: Trial): readonly string[] {
  return [contentHash(trial), olderHash(trial)];
}

const OLDER_DIGITS = 16;
const OLDER_LENGTH = 'sha256:'.length + OLDER_DIGITS;

/** The hash of version 0.1: shorter, and without copies, times and arguments. */
function olderHash({ turns }: Trial): string {
  return `sha256:${digest(turns.map(mainParts)).slice(0, OLDER_DIGITS)}`;
}

function mainParts({ kind, text, from, to, subject, name, draft }: Turn): readonly unknown[] {
  return [kind, text, from ?? null, to ?? null, subject ?? null, name ?? null, draft === true];
}

function digest(value: unknown): string {
  // Loaded when it is used: it takes longer than much else that comes before the first frame.
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', JSON.stringify(value));
}
