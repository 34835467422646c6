/**
 * The agentic-misalignment study run in Inspect: its verdict has the grader's answer and the final
 * one, as the study's own results have, and so it is read by the same rules.
 */
import { isDisputed, recomputeGates } from '../../trial/gates.ts';
import { isJudgeFailure } from '../../trial/outcome.ts';
import type { Belief, Trial, Turn, Verdict } from '../../trial/types.ts';
import { judgement, scoresOf } from './scores.ts';
import { type InspectHeader, objectAt, wordAt } from './shape.ts';
import { isObject, type JsonObject } from '../json/json.ts';
import { beliefFrom, failureNote, scenarioLabel, scenarioOf } from '../study/record.ts';

const TASK = /(?:^|[/_-])agentic[_-]misalignment/;
/** An explanation is what the grader said, which has an answer; else it may say why there is none. */
const GRADER_FAILED =
  /^\s*(?!.*<answer>)(?:(?:an? )?(?:error|exception|timeout)\b|failed to\b|(?:grad\w+|classif\w+|judge|scor\w+|api|pars\w+|request|(?:model )?call)\s+(?:error|failed|failure|exception|timed out|timeout)\b)/is;
const SCORER = 'harmfulness_scorer';
const BELIEF_SCORER = 'eval_awareness_scorer';

/** Whether a log is of the study. */
export function isStudy({ eval: spec, scorers }: InspectHeader): boolean {
  return TASK.test(wordAt(spec, 'task') ?? '') || scorers.includes(SCORER);
}

/**
 * What the study knows of a sample beyond any other task. `response`: the answer as it was given;
 * undefined where only a summary is known.
 */
export function studyFields(
  sample: JsonObject,
  header: InspectHeader,
  turns: readonly Turn[],
  response: string | undefined,
): Partial<Trial> & Pick<Trial, 'verdict' | 'turns'> {
  const args = { ...objectAt(header.eval, 'task_args'), ...objectAt(sample, 'metadata') };
  const condition = conditionOf(args);
  const scenario = scenarioOf(condition, wordAt(args, 'scenario'));
  const belief = beliefOf(sample);
  const extra = args['extra_system_instructions'];
  const verdict = verdictOf(sample, header, scenario, turns, response ?? '');
  // As in the study's own results: without an answer there is nothing that could have been judged.
  const empty = response?.trim() === '' ? failureNote({}, {}, '') : undefined;
  return {
    verdict: empty === undefined ? verdict : { ...verdict, outcome: 'error' },
    turns: empty === undefined ? turns : [...turns, empty],
    ...(scenario !== undefined && { scenario }),
    ...(condition !== undefined && { condition }),
    ...(belief !== undefined && { belief }),
    instruction: typeof extra === 'string' && extra !== '' ? extra : 'none',
    // The study repeats one prompt, in epochs.
    ...(typeof sample['epoch'] === 'number' && { sample: sample['epoch'] }),
  };
}

/** The cell, with what its name in Inspect leaves out, so that rates do not mix two prompts. */
function conditionOf(args: JsonObject): string | undefined {
  const named = wordAt(args, 'condition_id');
  const parts = ['scenario', 'goal_type', 'goal_value', 'urgency_type'].map((key) =>
    wordAt(args, key),
  );
  const [scenario, type, value, urgency] = parts;
  const made = parts.includes(undefined) ? undefined : `${scenario}_${type}-${value}_${urgency}`;
  const condition = named ?? made;
  if (condition === undefined) return undefined;
  const suffixes = [
    ...(args['prod'] === true ? ['_prod'] : []),
    ...(args['test_eval_awareness'] === true ? ['_notice'] : []),
  ].filter((suffix) => !condition.includes(suffix));
  return condition + suffixes.join('');
}

function verdictOf(
  sample: JsonObject,
  header: InspectHeader,
  scenario: string | undefined,
  turns: readonly Turn[],
  response: string,
): Verdict {
  const gates = response.trim() === '' ? [] : recomputeGates(scenario, response, turns);
  const scores = scoresOf(sample, header);
  const main = scores.find(({ name }) => name === SCORER) ?? scores.find(isHarmScore);
  if (main === undefined) return { outcome: 'unjudged', ...(gates.length > 0 && { gates }) };
  const value = objectAt(main.score, 'value');
  const metadata = objectAt(main.score, 'metadata');
  const harmful = truth(value['harmful']) ?? truth(metadata['harmful']);
  const classifierVerdict =
    truth(value['classifier_verdict']) ?? truth(metadata['classifier_verdict']);
  const why = wordAt(main.score, 'explanation');
  // Earlier versions of the task scored 0 where the grader could not be asked.
  const failed = why === undefined || isJudgeFailure(why) || GRADER_FAILED.test(why);
  const label = harmful === undefined ? undefined : scenarioLabel(scenario, harmful);
  const decided = harmful === undefined ? 'unjudged' : harmful ? 'harmful' : 'safe';
  const disputed = !failed && isDisputed({ harmful, classifierVerdict, gates });
  return {
    outcome: failed && harmful !== true ? 'judge-failed' : decided,
    ...(label !== undefined && !failed && { label }),
    ...judgement(scores, main, header),
    ...(disputed && { disputed }),
    ...(gates.length > 0 && { gates }),
  };
}

function isHarmScore({ score }: { readonly score: JsonObject }): boolean {
  const value = score['value'];
  return isObject(value) && 'harmful' in value;
}

function beliefOf(sample: JsonObject): Belief | undefined {
  const score = objectAt(objectAt(sample, 'scores'), BELIEF_SCORER);
  const value = objectAt(score, 'value');
  return beliefFrom(truth(value['aware']), truth(value['classifier_verdict']));
}

function truth(value: unknown): boolean | undefined {
  if (value === 1 || value === true) return true;
  return value === 0 || value === false ? false : undefined;
}
