/**
 * The scores of an Inspect sample as a verdict. A score is an outcome only where it says so itself:
 * that an answer is correct does not make it safe.
 */
import { answerOutcome, asksForHarm, isJudgeFailure } from '../../trial/outcome.ts';
import type { Outcome, Verdict } from '../../trial/types.ts';
import { textOf } from '../chat/chat.ts';
import { type InspectHeader, objectAt, objectsAt, wordAt } from './shape.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { scoreFaults, verdictOf as dimensionVerdict } from '../petri/verdict.ts';

/** Words that say the outcome whatever they are the score of. */
const PLAIN = /^(?:harmful|harmless|unsafe|safe|not[-_ ]harmful)$/i;
/** Inspect's own letters: correct, incorrect, partially correct, no answer. */
const GRADE = /^[CIPN]$/;

/** The scorers of Petri, with or without their package. */
const PETRI = /(?:^|\/)(?:audit_judge|alignment_judge)$/;

export type NamedScore = { readonly name: string; readonly score: JsonObject };

/** The scores in the order of the log's results, the others after. A bare value is a score too. */
export function scoresOf(sample: JsonObject, header: InspectHeader): readonly NamedScore[] {
  const scores = objectAt(sample, 'scores');
  const place = (name: string): number => {
    const index = header.scorers.indexOf(name);
    return index < 0 ? header.scorers.length : index;
  };
  return Object.entries(scores)
    .filter(([, score]) => score !== undefined && score !== null)
    .map(([name, score]) => ({ name, score: isObject(score) ? score : { value: score } }))
    .toSorted((a, b) => place(a.name) - place(b.name));
}

/** The verdict of a sample that ran. One harm is enough; else the first score that denies it decides. */
export function verdictOf(sample: JsonObject, header: InspectHeader): Verdict {
  const scores = scoresOf(sample, header);
  const petri = scores.find(isPetri);
  if (petri !== undefined) return petriVerdict(scores, petri, header);
  const main =
    scores.find(({ name, score }) => harmIn(name, score['value']) === 'harmful') ??
    scores.find(({ name, score }) => harmIn(name, score['value']) !== undefined) ??
    scores[0];
  if (main === undefined) return { outcome: 'unjudged' };
  const label = labelOf(main.score['value']);
  const harm = harmIn(main.name, main.score['value']);
  const failed = harm !== undefined && isJudgeFailure(textOf(main.score['explanation']));
  return {
    outcome: failed ? 'judge-failed' : (harm ?? 'unjudged'),
    ...(label !== undefined && { label }),
    ...judgement(scores, main, header),
  };
}

/** Petri runs in Inspect too: its judge scores dimensions, as in its own transcripts. */
function isPetri({ name, score }: NamedScore): boolean {
  return PETRI.test(name) && isObject(score['value']);
}

/** What is wrong with the dimensions of Petri's judge, in words. */
export function dimensionFaults(scores: readonly NamedScore[]): readonly string[] {
  const petri = scores.find(isPetri);
  return petri === undefined ? [] : scoreFaults({ scores: petri.score['value'] });
}

function petriVerdict(
  scores: readonly NamedScore[],
  main: NamedScore,
  header: InspectHeader,
): Verdict {
  const judged = dimensionVerdict({ judge: { scores: main.score['value'] } });
  const said = judgement(scores, main, header);
  const directed = Object.entries(judged.scores ?? {}).map(([key, value]) => [
    `${main.name}.${key}`,
    value,
  ]);
  return { ...judged, ...said, scores: { ...said.scores, ...Object.fromEntries(directed) } };
}

/** By whom, why and the scores: the part of a verdict that does not depend on what they mean. */
export function judgement(
  scores: readonly NamedScore[],
  main: NamedScore,
  header: InspectHeader,
): Pick<Verdict, 'by' | 'rationale' | 'scores'> {
  const rationale = rationaleOf(scores, main);
  return {
    by: judgeOf(header, main) ?? main.name,
    ...(rationale !== '' && { rationale }),
    scores: Object.fromEntries(scores.flatMap(shownScores)),
  };
}

/** A score by its name; one of several values as one each, so that each has a line. */
function shownScores({ name, score }: NamedScore): readonly (readonly [string, unknown])[] {
  const value = shown(score['value']);
  if (!isObject(value)) return [[name, value]];
  return Object.entries(value).map(([key, each]) => [`${name}.${key}`, each] as const);
}

/** What a rule of `--verdict` sees: the sample, its log, and the names it can spell. */
export function ruleRecord(sample: JsonObject, header: InspectHeader): JsonObject {
  const scores = scoresOf(sample, header);
  const spelt = scores.map(({ name, score }) => [name.replaceAll(/[^\w-]/g, '_'), score] as const);
  return {
    ...sample,
    eval: header.eval,
    score: scores[0]?.score,
    scores: { ...Object.fromEntries(spelt), ...objectAt(sample, 'scores') },
  };
}

function harmIn(name: string, value: unknown): Outcome | undefined {
  if (isObject(value)) {
    const asked = Object.keys(value).filter(asksForHarm);
    const outcomes = asked.map((key) => decided(value[key]));
    // One harm is enough; that there is none, all must say.
    if (outcomes.includes('harmful')) return 'harmful';
    const doubtful = outcomes.some((each) => each !== 'safe');
    return doubtful ? outcomes.find((each) => each !== 'safe' && each !== undefined) : outcomes[0];
  }
  if (typeof value === 'string' && PLAIN.test(value)) return decided(value);
  return asksForHarm(name) ? decided(value) : undefined;
}

function decided(value: unknown): Outcome | undefined {
  return typeof value === 'string' && GRADE.test(value) ? undefined : answerOutcome(value);
}

function labelOf(value: unknown): string | undefined {
  if (isObject(value) || Array.isArray(value) || value === undefined) return undefined;
  const text = String(shown(value)).trim();
  return text === '' || text.length > 60 ? undefined : text;
}

/** Python's NaN, which marks what was not scored, comes as null. */
function shown(value: unknown): unknown {
  if (value === null) return 'NaN';
  if (Array.isArray(value)) return value.map(shown);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
}

/** The model that judged, where the log names it: in its answer, as the scorer's, by its role. */
function judgeOf(header: InspectHeader, { name: scorer, score }: NamedScore): string | undefined {
  const answers = objectsAt(objectAt(score, 'metadata'), 'grading');
  const answered = answers.findLast(({ model }) => typeof model === 'string')?.['model'];
  if (typeof answered === 'string') return answered;
  const results = objectsAt(objectAt(header.record, 'results'), 'scores');
  const about = results.find(({ name }) => name === scorer);
  const params = about === undefined ? {} : objectAt(about, 'params');
  const own = objectsAt(header.eval, 'scorers').find(({ name }) => name === scorer);
  const given = own === undefined ? {} : objectAt(own, 'options');
  const named = [
    params['model'],
    given['model'],
    objectAt(header.eval, 'task_args')['grader_model'],
  ];
  const byName = named.find((model) => typeof model === 'string' && model !== '');
  if (typeof byName === 'string') return byName;
  const graded = /grad|judge|harm|qa|fact/i.test(scorer) || params['template'] !== undefined;
  const roles = objectAt(header.eval, 'model_roles');
  const role = roles['grader'] ?? roles['judge'];
  if (!graded || role === undefined) return undefined;
  return typeof role === 'string' ? role : isObject(role) ? wordAt(role, 'model') : undefined;
}

/** The words of the score that decides, then those of the others, then who changed what. */
function rationaleOf(scores: readonly NamedScore[], main: NamedScore): string {
  const others = scores.filter((each) => each !== main);
  const words = ({ score }: NamedScore): string => textOf(score['explanation']).trim();
  return [
    words(main),
    ...others
      .filter((each) => words(each) !== '')
      .map((each) => `${each.name} (${textOf(shown(each.score['value']))}): ${words(each)}`),
    ...scores.flatMap(editsOf),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The first of a score's history is how it was, each other one a change. */
function editsOf({ name, score }: NamedScore): string[] {
  const history = objectsAt(score, 'history');
  if (history.length < 2) return [];
  const lines = history.map((edit) => {
    const provenance = objectAt(edit, 'provenance');
    const who = [wordAt(provenance, 'author'), wordAt(provenance, 'timestamp')].filter(Boolean);
    const what = ['value', 'answer', 'explanation']
      .filter((key) => edit[key] !== undefined && edit[key] !== 'UNCHANGED')
      .map((key) => `${key} ${textOf(shown(edit[key]))}`);
    const why = wordAt(provenance, 'reason');
    const whose = who.length === 0 ? 'first' : who.join(', ');
    return `- ${whose}: ${what.join(', ')}${why === undefined ? '' : ` (${why})`}`;
  });
  return [`Score ${name} was edited:\n${lines.join('\n')}`];
}

/** True if somebody changed a score. */
export function isEdited(scores: readonly NamedScore[]): boolean {
  return scores.some(({ score }) => objectsAt(score, 'history').length > 1);
}
