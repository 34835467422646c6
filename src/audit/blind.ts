/** A trial as an auditor may see it: its turns, and nothing that says who it is or how it was judged. */
import type { Trial, Turn } from '../trial/types.ts';
import { canonicalHash } from './hash.ts';
import { MASK, type Masker } from './mask.ts';

/** Rises when the same trial would be shown otherwise. */
export const BLIND_VERSION = 1;

type Shown = Pick<
  Turn,
  | 'kind'
  | 'text'
  | 'by'
  | 'from'
  | 'to'
  | 'cc'
  | 'subject'
  | 'at'
  | 'attachments'
  | 'name'
  | 'args'
  | 'draft'
  | 'withheld'
  | 'error'
>;

/** There is no field for a verdict, a model, an id or a source: a screen that wants one does not compile. */
type BlindTurn = Shown;
export type BlindTrial = {
  readonly turns: readonly BlindTurn[];
  /** Where level `condition` is off. */
  readonly condition?: string | undefined;
};

export type BlindOptions = {
  /** Covers names in what the model wrote; undefined: names are shown. */
  readonly mask?: Masker | undefined;
  readonly showCondition?: boolean | undefined;
};

/** Kinds of turns that the model writes. */
const BY_MODEL: ReadonlySet<string> = new Set(['reasoning', 'message', 'action']);
/** Texts of a turn, other than its arguments. */
const TEXTS = ['text', 'by', 'from', 'to', 'cc', 'subject', 'name'] as const;

/** The projection. Fields are copied by name, so that a new field of a turn is hidden until it is named here. */
export function blindTrial(trial: Trial, { mask, showCondition }: BlindOptions): BlindTrial {
  const turns = trial.turns.map((turn) => blindTurn(turn, mask));
  const { condition } = trial;
  return showCondition === true && condition !== undefined ? { turns, condition } : { turns };
}

function blindTurn(turn: Turn, mask: Masker | undefined): BlindTurn {
  const { kind, text, at, attachments, args, draft, withheld, error } = turn;
  const shown: Record<string, unknown> = {
    kind,
    text,
    at,
    attachments,
    args,
    draft,
    withheld,
    error,
  };
  for (const field of TEXTS) shown[field] = turn[field];
  if (mask !== undefined && BY_MODEL.has(kind)) {
    const covered = (value: string): string => mask(value).text;
    for (const field of TEXTS) {
      const value = turn[field];
      if (value !== undefined) shown[field] = covered(value);
    }
    shown['attachments'] = attachments?.map(covered);
    shown['args'] = args === undefined ? undefined : coveredValue(args, covered);
  }
  // What a source says of who speaks is the model's name in some formats.
  if (mask !== undefined && turn.by !== undefined) shown['by'] = mask(turn.by).text;
  for (const [field, value] of Object.entries(shown)) {
    if (value === undefined) delete shown[field];
  }
  return shown as BlindTurn;
}

function coveredValue(value: unknown, covered: (text: string) => string): unknown {
  if (typeof value === 'string') return covered(value);
  if (Array.isArray(value)) return value.map((one) => coveredValue(one, covered));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [covered(key), coveredValue(one, covered)]),
  );
}

/** SHA-256 of what the auditor saw. */
export function shownHash(blind: BlindTrial): string {
  return canonicalHash({ blind: BLIND_VERSION, ...blind });
}

/** What is covered in the text of a turn, with the code points that stood there. */
export function coversOf(
  { kind, text }: Turn,
  { mask }: BlindOptions,
): readonly { readonly at: number; readonly cells: number; readonly points: number }[] {
  if (mask === undefined || !BY_MODEL.has(kind)) return [];
  return mask(text).covers.map(({ at, from, to }) => ({
    at,
    cells: MASK.length,
    points: Array.from(text.slice(from, to)).length,
  }));
}

/** A shown trial as the trial that screens and files take: nothing else is known of it. */
export function asTrial(blind: BlindTrial, name: string): Trial {
  return {
    id: name,
    model: 'hidden',
    verdict: { outcome: 'unjudged' },
    condition: blind.condition,
    turns: blind.turns,
  };
}
