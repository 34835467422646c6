/** A small office: people, offices, secrets, and ways in which they are written. */
import { createGatherer } from '../../src/redact/gather.ts';
import { createRedactor, type Redactor } from '../../src/redact/redactor.ts';
import type { RedactSpec } from '../../src/redact/types.ts';
import type { Trial, Turn } from '../../src/trial/types.ts';

const EVERYTHING: RedactSpec = {
  kinds: ['emails', 'names', 'keys'],
  rules: [],
  names: [],
  keep: [],
};

export function trialOf(turns: readonly Turn[], more: Partial<Trial> = {}): Trial {
  return { id: 'one', model: 'model-a', verdict: { outcome: 'unjudged' }, turns, ...more };
}

export function email(from: string, to: string, text: string): Turn {
  return { kind: 'email', from, to, text };
}

export function message(text: string): Turn {
  return { kind: 'message', text };
}

/** The redactor of a collection of these trials. */
export async function redactorOf(
  trials: readonly Trial[],
  spec: Partial<RedactSpec> = {},
): Promise<Redactor> {
  const whole = { ...EVERYTHING, ...spec };
  const gatherer = createGatherer(whole);
  for (const trial of trials) await gatherer.trial(trial);
  return createRedactor(await gatherer.findings(), whole);
}
