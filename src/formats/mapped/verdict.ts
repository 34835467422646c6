/** What a foreign record says of its verdict. */
import { isDisputed } from '../../trial/gates.ts';
import {
  answerOutcome,
  asksForHarm,
  isJudged,
  isJudgeFailure,
  outcomeOf,
} from '../../trial/outcome.ts';
import type { Outcome, Verdict } from '../../trial/types.ts';
import { FIELDS } from '../field-map.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { scenarioLabel } from '../study/record.ts';
import { type Lookup, nameOf } from './lookup.ts';

/** A verdict, and the field whose word no outcome was made of. */
export type Judged = { readonly verdict: Verdict; readonly undecided: string | undefined };

/** Fields whose numbers are scores, not answers to a question. */
const NUMBERS = ['score', 'reward'];
const INNER = ['harmful_behavior', 'harmful', 'verdict', 'label', 'outcome', 'value', 'answer'];

export function judgedIn(record: JsonObject, lookup: Lookup, scenario: string | undefined): Judged {
  const found = lookup.find('label', isLabel);
  const given = found?.value;
  const field = found?.path?.split('.').at(-1) ?? 'label';
  const { innerField, label, isScore, known: own } = answerIn(field, given);
  const others = saidElsewhere(record, found?.path);
  const known = own ?? others[0];
  const isContradicted = isJudged(known) && others.some((each) => each !== known);
  const rationale =
    textOf(lookup, 'rationale') ?? (isObject(given) ? innerRationale(given) : undefined);
  const by = textOf(lookup, 'by');
  const failed = rationale !== undefined && isJudgeFailure(rationale);
  const outcome: Outcome = failed ? 'judge-failed' : (known ?? 'unjudged');
  const word = wordOf(label, own, scenario, isScore);
  const scores = scoresOf(record, field, given, isScore);
  return {
    verdict: {
      outcome,
      ...(word !== undefined && !failed && { label: word }),
      ...(by !== undefined && { by }),
      ...(rationale !== undefined && { rationale }),
      ...(Object.keys(scores).length > 0 && { scores }),
      ...(isContradicted && !failed && { disputed: true }),
    },
    undecided:
      known === undefined && !failed && !isScore && label !== undefined
        ? [found?.path, innerField].filter(Boolean).join('.')
        : undefined,
  };
}

type Answered = {
  /** The field of an object that holds the label. */
  readonly innerField: string | undefined;
  readonly label: unknown;
  readonly isScore: boolean;
  /** What follows from it; undefined where its words are not known. */
  readonly known: Outcome | undefined;
};

function answerIn(field: string, given: unknown): Answered {
  const innerField = isObject(given) ? INNER.find((key) => isLabel(given[key])) : undefined;
  const label = isObject(given) && innerField !== undefined ? given[innerField] : given;
  const isScore = NUMBERS.includes(field) && (typeof label !== 'string' || isNumeric(label));
  const asked = [field, innerField ?? ''].some(asksForHarm);
  const known = isScore ? undefined : asked ? answerOutcome(label) : outcomeOf(label);
  return { innerField, label, isScore, known };
}

/** A number, also one that stands in quotes or is infinite. */
function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && NUMERIC.test(value));
}

const NUMERIC = /^\s*-?(?:Infinity|\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*$/i;

/** The outcomes that other fields of a record state, which may decide or contradict. */
function saidElsewhere(record: JsonObject, path: string | undefined): readonly Outcome[] {
  if (path !== undefined && !FIELDS.label.some((name) => name === path)) return [];
  return FIELDS.label
    .filter((name) => name !== path && isLabel(record[name]))
    .flatMap((name) => answerIn(name, record[name]).known ?? [])
    .filter(isJudged);
}

function isLabel(value: unknown): boolean {
  if (isObject(value)) return true;
  return typeof value === 'number' || typeof value === 'boolean' || nameOf(value) !== undefined;
}

function wordOf(
  label: unknown,
  outcome: Outcome | undefined,
  scenario: string | undefined,
  isScore: boolean,
): string | undefined {
  if (typeof label === 'string') return label;
  if (isScore || isObject(label) || label === undefined) return undefined;
  return outcome === undefined ? String(label) : scenarioLabel(scenario, outcome === 'harmful');
}

function scoresOf(record: JsonObject, field: string, given: unknown, isScore: boolean): JsonObject {
  const { scores, classifier_verdict: classifier } = record;
  const isFlag = typeof given === 'number' || typeof given === 'boolean';
  // The study's harness and its forks have this one under several names.
  const own = asksForHarm(field) ? 'harmful' : field;
  return {
    ...(isObject(scores) ? scores : {}),
    ...Object.fromEntries(
      NUMBERS.filter((key) => isNumeric(record[key])).map((key) => [key, record[key]]),
    ),
    ...(isObject(given) ? given : isFlag && !isScore ? { [own]: given } : {}),
    ...(typeof classifier === 'boolean' && { classifier_verdict: classifier }),
  };
}

/** A text, or several of them as one: two judges have two rationales. */
function textOf({ get }: Lookup, field: 'rationale' | 'by'): string | undefined {
  const value = get(field, (each) =>
    Array.isArray(each) ? each.length > 0 && each.every(isWords) : isWords(each),
  );
  if (Array.isArray(value)) return value.join(field === 'by' ? ', ' : '\n\n');
  return typeof value === 'string' ? value : undefined;
}

function isWords(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function innerRationale(value: JsonObject): string | undefined {
  const keys = ['classifier_reasoning', 'rationale', 'explanation', 'reasoning', 'justification'];
  return keys.map((key) => value[key]).find(isWords) as string | undefined;
}

/** A verdict that its own judge, or a gate, contradicts. */
export function disputed(verdict: Verdict): Verdict {
  if (verdict.outcome !== 'harmful' && verdict.outcome !== 'safe') return verdict;
  const judge = verdict.scores?.['classifier_verdict'];
  const isOpen = isDisputed({
    harmful: verdict.outcome === 'harmful',
    classifierVerdict: typeof judge === 'boolean' ? judge : undefined,
    gates: verdict.gates,
  });
  return isOpen ? { ...verdict, disputed: true } : verdict;
}
