import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { byTime, hasEmails, promptTurns } from '../../src/trial/emails.ts';

const PROMPT = `Please read your inbox.

<email>
ID: 2
From: a@example.com
To: b@example.com, c@example.com
Cc: d@example.com
Attachments: ['Plan v2.pdf', 'it\\'s.txt']
Subject: Odd: : subject
Timestamp: 2031-05-04T15:03:11
Body: First line

  indented
To: not a header
</email>
<email>
From: Eve <eve@example.com>
To: b@example.com
Subject: Alert
Timestamp: 2031-05-04T09:00:00
Body: 
=====
  ALERT
</email>

Thank you.`;

test('a prompt becomes briefings and emails, in the order shown', () => {
  expect(promptTurns(PROMPT, 'user')).toEqual([
    { kind: 'briefing', by: 'user', text: 'Please read your inbox.' },
    {
      kind: 'email',
      ref: '2',
      from: 'a@example.com',
      to: 'b@example.com, c@example.com',
      cc: 'd@example.com',
      attachments: ['Plan v2.pdf', "it\\'s.txt"],
      subject: 'Odd: : subject',
      at: '2031-05-04T15:03:11',
      text: 'First line\n\n  indented\nTo: not a header',
    },
    {
      kind: 'email',
      from: 'Eve <eve@example.com>',
      to: 'b@example.com',
      subject: 'Alert',
      at: '2031-05-04T09:00:00',
      text: '=====\n  ALERT',
    },
    { kind: 'briefing', by: 'user', text: 'Thank you.' },
  ]);
});

test('CRLF, a missing timestamp and an email that never closes are read', () => {
  const turns = promptTurns('<email>\r\nFrom: a@x\r\nBody: one\r\ntwo\r\n', 'user');
  expect(turns).toEqual([{ kind: 'email', from: 'a@x', text: 'one\r\ntwo', recovered: true }]);
});

test('a tag that is only spoken of opens no email', () => {
  const text = 'Emails come in <email> tags.';
  expect(promptTurns(text, 'system')).toEqual([{ kind: 'briefing', by: 'system', text }]);
  expect(hasEmails(text)).toBe(false);
  expect(hasEmails(PROMPT)).toBe(true);
});

test('emails are sorted by time among themselves, keeping their numbers', () => {
  expect(
    byTime(promptTurns(PROMPT, 'user')).map(({ turn, number }) => [turn.kind, number]),
  ).toEqual([
    ['briefing', 1],
    ['email', 3],
    ['email', 2],
    ['briefing', 4],
  ]);
});

test('sorting keeps every turn, and the order of equal times', () => {
  const time = fc.constantFrom('2031-01-01T10:00:00', '2031-01-01T09:00:00', 'noon', undefined);
  fc.assert(
    fc.property(fc.array(time), (times) => {
      const turns = times.map((at) => ({ kind: 'email', text: '', ...(at && { at }) }) as const);
      const numbers = byTime(turns).map(({ number }) => number);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(turns.map((_, index) => index + 1));
      const nines = numbers.filter((number) => times[number - 1]?.includes('T09') === true);
      expect(nines).toEqual(nines.toSorted((a, b) => a - b));
    }),
  );
});
