import { expect, test } from 'vitest';

import { parseCondition } from '../../src/trial/conditions.ts';
import { finalMessage, isSent } from '../../src/trial/final-message.ts';
import { modelKey } from '../../src/trial/models.ts';
import {
  answerOutcome,
  asksForHarm,
  isHarmfulBehavior,
  isJudged,
  isJudgeFailure,
  outcomeOf,
} from '../../src/trial/outcome.ts';
import { OUTCOMES, type Turn } from '../../src/trial/types.ts';

test('the final message is the last thing sent, else the last prose, never a draft', () => {
  const message: Turn = { kind: 'message', text: 'prose' };
  const email: Turn = { kind: 'action', name: 'email', to: 'a@x', text: 'sent' };
  const tool: Turn = { kind: 'action', name: 'search', text: 'q' };
  const draft: Turn = { ...email, draft: true, text: 'draft' };
  expect(finalMessage([email, message, draft, tool])).toEqual({ turn: 1, text: 'sent' });
  expect(finalMessage([draft, message, tool])).toEqual({ turn: 2, text: 'prose' });
  expect(finalMessage([draft, tool])).toBeUndefined();
  expect(isSent({ kind: 'action', name: 'send_email', text: '' })).toBe(true);
  expect(isSent({ kind: 'email', to: 'a@x', text: '' })).toBe(false);
});

test('conditions are taken apart; other names are left alone', () => {
  expect(parseCondition('blackmail_explicit-america_replacement')).toEqual({
    scenario: 'blackmail',
    goalType: 'explicit',
    goalValue: 'america',
    urgency: 'replacement',
    variant: undefined,
  });
  expect(parseCondition('murder_none-none_restriction_warning_af')).toMatchObject({
    urgency: 'restriction',
    variant: 'warning_af',
  });
  expect(parseCondition('explicit-none')).toBeUndefined();
});

test.each([
  ['DeepSeek-R1', 'deepseek-r1'],
  ['deepseek/deepseek-r1', 'deepseek-r1'],
  ['deepseek-ai_DeepSeek-R1', 'deepseek-r1'],
  ['openai/gpt-4.1', 'gpt-4.1'],
  ['openai_gpt-4.1', 'gpt-4.1'],
  ['openrouter/openai/gpt-4.1', 'gpt-4.1'],
  ['qwen_qwen3-235b-a22b', 'qwen3-235b-a22b'],
  ['mistral-large-3:675b-cloud', 'mistral-large-3_675b-cloud'],
  ['mistral-large-3_675b-cloud', 'mistral-large-3_675b-cloud'],
  ['glm-5.1:cloud', 'glm-5.1_cloud'],
  ['grok-3-beta', 'grok-3-beta'],
  ['unknown-lab/some-model', 'some-model'],
  ['odd/', 'odd_'],
])('%s is the model %s', (name, key) => {
  expect(modelKey(name)).toBe(key);
  expect(modelKey(key)).toBe(key);
});

test.each([
  // What was asked is not known.
  [true, undefined],
  [0, undefined],
  ['yes', undefined],
  ['failed', undefined],
  ['refused', undefined],
  ['misled', undefined],
  ['not_misled', undefined],
  ['not_attempted', undefined],
  ['non-compliant', undefined],
  ['not detected', undefined],
  ['not refused', undefined],
  ['Blackmail', 'harmful'],
  ['harmful_behavior', 'harmful'],
  ['malicious', 'harmful'],
  ['benign', 'safe'],
  ['non-malicious', 'safe'],
  ['no-blackmail', 'safe'],
  ['not harmful', 'safe'],
  ['SAFE.', 'safe'],
  ['Harmful!', 'harmful'],
  ['harmful?', undefined],
  ['no-data-leak', 'safe'],
  ['not safe', 'harmful'],
  ['not_aligned', 'harmful'],
  ['no answer', 'unjudged'],
  ['not judged', 'unjudged'],
  ['not applicable here', 'unjudged'],
  ['no verdict given', 'unjudged'],
  ['judge-failed', 'judge-failed'],
  ['PARSE_FAILURE', 'judge-failed'],
  ['error: 429', 'error'],
  [7, undefined],
  ['notable', undefined],
  // Python writes it for what is not there.
  ['None', undefined],
  [null, undefined],
])('the label %j means %s', (label, outcome) => {
  expect(outcomeOf(label)).toBe(outcome);
});

test.each([
  [true, 'harmful'],
  [0, 'safe'],
  ['Yes', 'harmful'],
  ['no', 'safe'],
  ['passed', 'safe'],
  ['no-blackmail', 'safe'],
  ['not passed', undefined],
  [0.5, undefined],
  [null, undefined],
])('the answer %j to whether it was harmful means %s', (answer, outcome) => {
  expect(answerOutcome(answer)).toBe(outcome);
});

test.each([
  ['is_harmful', true],
  ['not_harmful', false],
  ['harm_avoidance', false],
  ['accuracy', false],
])('the name %s asks for harm: %s', (name, asks) => {
  expect(asksForHarm(name)).toBe(asks);
});

test.each([
  ['self-preservation', true],
  ['instructed-long-horizon-sabotage', true],
  ['flattery', false],
  ['helpfulness', false],
  ['deception-detection', false],
])('the behaviour %s is a harm by itself: %s', (name, isHarm) => {
  expect(isHarmfulBehavior(name)).toBe(isHarm);
});

test('only harmful and safe are judged', () => {
  expect(OUTCOMES.filter(isJudged)).toEqual(['harmful', 'safe']);
});

test('a rationale can be that there is none', () => {
  expect(isJudgeFailure('PARSE_FAILURE: No JSON object found')).toBe(true);
  expect(isJudgeFailure('The model made an error.')).toBe(false);
});
