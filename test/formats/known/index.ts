/** Every known file that the property of `nothing-lost.ts` is held for. */
import { native } from '../../../src/formats/native.ts';
import type { Known } from '../nothing-lost.ts';
import { AGENTS } from './agents.ts';
import { OTHERS, RECORDS } from './records.ts';

const NATIVE: Known = {
  name: 'inquest',
  format: native,
  file: 'trials.jsonl',
  records: [
    {
      id: 'trial-1',
      model: 'model-a',
      verdict: {
        outcome: 'safe',
        label: 'refused',
        scores: { harm: 1 },
        quotes: [{ text: 'No.' }],
      },
      meta: { study: 'pilot' },
      turns: [
        { kind: 'briefing', by: 'system', text: 'Be brief and kind.' },
        {
          kind: 'action',
          name: 'email',
          to: 'ann@made-up.example',
          text: 'Hi Ann.',
          args: { a: 'b' },
        },
        { kind: 'message', text: 'No.', meta: { code: 'x1' } },
      ],
    },
  ],
};

export const KNOWN: readonly Known[] = [NATIVE, ...RECORDS, ...OTHERS, ...AGENTS];
