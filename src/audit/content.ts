/** What a trial is for an audit: the content of its turns, whatever its id, file and format. */
import type { Turn, Verdict } from '../trial/types.ts';
import { canonical, canonicalHash, sha256 } from './hash.ts';

/**
 * The canonical JSON (RFC 8785) of the content of turns, and its SHA-256. Absent values are null. Every
 * field a reader can see is in it, so that a changed argument of a tool call is another content.
 */
export function trialContent(turns: readonly Turn[]): {
  readonly canonical: string;
  readonly sha256: string;
} {
  const text = canonical(turns.map(contentOfTurn));
  return { canonical: text, sha256: sha256(text) };
}

function contentOfTurn(turn: Turn): readonly unknown[] {
  return [
    turn.kind,
    turn.text,
    turn.by ?? null,
    turn.from ?? null,
    turn.to ?? null,
    turn.cc ?? null,
    turn.subject ?? null,
    turn.at ?? null,
    turn.attachments ?? null,
    turn.name ?? null,
    turn.ref ?? null,
    turn.args ?? null,
    turn.draft === true,
    turn.withheld === true,
    turn.error === true,
  ];
}

/** SHA-256 of a verdict: another verdict on the same content is told apart by it. */
export function verdictHash(verdict: Verdict): string {
  return canonicalHash(verdict);
}
