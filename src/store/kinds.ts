/** What a hit in a kind of passage is worth: what the model thought and did before what it read (docs/query.md). */
import type { PassageKind } from '../query/results.ts';

export const KIND_WEIGHTS: Readonly<Record<PassageKind, number>> = {
  reasoning: 1,
  action: 0.9,
  message: 0.9,
  rationale: 0.8,
  email: 0.6,
  result: 0.55,
  note: 0.5,
  briefing: 0.4,
};

export const KINDS = Object.keys(KIND_WEIGHTS) as PassageKind[];

/** A value of SQL for each kind of a row `p` of `passage`. */
export function byKind(value: (kind: PassageKind) => number): string {
  return `CASE p.kind ${KINDS.map((kind) => `WHEN '${kind}' THEN ${value(kind)}`).join(' ')} END`;
}
