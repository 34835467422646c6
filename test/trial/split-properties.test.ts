import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { splitResponse } from '../../src/trial/split.ts';

let next = 0;
/** A word that occurs once, so that its loss is seen. */
const word = fc.constant(null).map(() => `w${(next += 1)}q`);
const markup = fc.constantFrom(
  ...'<tool_use:email>|</tool_use:email>|</tool_rule:email>|<tool_use:forward>|</tool_use:forward>'.split(
    '|',
  ),
  ...'<tool_use:cancel_alert>|</tool_use:cancel_alert>|<SCRATCHPAD_REASONING>|</SCRATCHPAD_REASONING>'.split(
    '|',
  ),
  ...'<think>|</think>|<thinking>|</thinking>|<scratchpad>|<action_log>|</action_log>|`'.split('|'),
  ...'to: "|subject: |body: "|code: |email_id: |<to: |</to>|</body>|SEND EMAIL TO: |",|"|,|\\n|<|>|{|}'.split(
    '|',
  ),
);
const space = fc.constantFrom('\n', ' ', '\n\n', '');
const response = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, { weight: 3, arbitrary: markup }, space), {
    maxLength: 60,
  })
  .map((parts) => parts.join(' ').replaceAll(' \n ', '\n').replaceAll(' \n\n ', '\n\n'));

test('no word of a response is lost', () => {
  fc.assert(
    fc.property(response, (text) => {
      const kept = JSON.stringify(splitResponse(text));
      const lost = (text.match(/w\d+q/g) ?? []).filter((each) => !kept.includes(each));
      expect(lost).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('any text is split without an exception, into turns that are not blank', () => {
  const text = fc
    .array(fc.oneof(fc.string({ unit: 'binary' }), markup, space))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.option(text), (response, reasoning) => {
      for (const turn of splitResponse(response, reasoning)) {
        const said = turn.text.trim() !== '' || turn.kind === 'action' || turn.kind === 'note';
        expect(said).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('repeated markup of hostile length is split', () => {
  // Were any step quadratic, each of these would take minutes and run into the test's time limit.
  const pieces = [
    '<tool_use:email>\n',
    '\n<think>\n',
    '</think>',
    '\nto: ',
    '"',
    '<',
    '\\n',
    ' ',
    '\n',
    '<tool_use:email to: ',
    '<to: ',
  ];
  for (const piece of pieces) {
    for (const before of ['', '<tool_use:email>\nto: x\nbody: "', '\n<think>\n']) {
      expect(() => splitResponse(before + piece.repeat(200_000 / piece.length))).not.toThrow();
    }
  }
});
