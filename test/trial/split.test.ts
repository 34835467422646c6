import { expect, test } from 'vitest';

import { splitRecipients, unescaped } from '../../src/trial/tool-call-fields.ts';
import { hasMarkup, splitResponse } from '../../src/trial/split.ts';
import type { Turn } from '../../src/trial/types.ts';

/** A turn as one word a fact: `action:email>bob@x!draft~` (`~`: recovered). */
function brief(turns: readonly Turn[]): string[] {
  return turns.map((turn) =>
    [
      turn.kind,
      turn.name === undefined ? '' : `:${turn.name}`,
      turn.to === undefined ? '' : `>${turn.to}`,
      turn.draft === true ? '!draft' : '',
      turn.recovered === true ? '~' : '',
    ].join(''),
  );
}

const mail = (to: string, body = 'hello') =>
  `<tool_use:email>\nto: "${to}",\nsubject: "s",\nbody: "${body}",\n</tool_use:email>`;
const think = (text: string, tag = 'SCRATCHPAD_REASONING') => `<${tag}>\n${text}\n</${tag}>`;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['nothing', '', []],
  ['white space', ' \n\t', []],
  ['prose', 'Hello.', ['message']],
  [
    'reasoning, then an email',
    `${think('hm')}\n\n${mail('a@x')}`,
    ['reasoning', 'action:email>a@x'],
  ],
  [
    'other tags',
    `${think('a', 'think')}${think('b', 'thinking')}${think('c', 'scratchpad')}`,
    ['reasoning', 'reasoning', 'reasoning'],
  ],
  ['a misspelt tag', `${think('hm', 'SCRATCHPATCH_REASONING')}\nHi`, ['reasoning', 'message']],
  ['blank reasoning', `${think(' ')}Hi`, ['message']],
  [
    'two blocks with an action between',
    `${think('a')}\n${mail('a@x')}\n${think('b')}\nHi`,
    ['reasoning', 'action:email>a@x', 'reasoning', 'message'],
  ],
  [
    'an action inside reasoning',
    think(`I might write\n${mail('a@x')}\nbut no`),
    ['reasoning', 'action:email>a@x!draft'],
  ],
  ['only a draft in reasoning', think(mail('a@x')), ['action:email>a@x!draft']],
  ['unclosed reasoning without an action', '<think>\nso then', ['reasoning~']],
  [
    'unclosed reasoning ends at its first action',
    `<SCRATCHPAD_REASONING>\nhm\n${mail('a@x')}\nDone.`,
    ['reasoning~', 'action:email>a@x', 'message'],
  ],
  [
    'a second opener closes',
    '<SCRATCHPAD_REASONING>\nhm\n<SCRATCHPAD_REASONING>\nHi',
    ['reasoning~', 'message'],
  ],
  [
    'a second opener closes after actions',
    `<SCRATCHPAD_REASONING>\nhm\n${mail('a@x')}\nDone.\n<SCRATCHPAD_REASONING>`,
    ['reasoning~', 'action:email>a@x', 'message'],
  ],
  [
    'a block that never closes before one that does',
    `<SCRATCHPAD_REASONING>\nhm\n${mail('a@x')}\n${think('b')}`,
    ['reasoning~', 'action:email>a@x', 'reasoning'],
  ],
  [
    'only a closing tag: the prompt held the opener',
    `hm\n${mail('a@x')}\n</think>\nHi`,
    ['reasoning~', 'action:email>a@x!draft', 'message'],
  ],
  [
    'a stray closing tag at the end',
    `${mail('a@x')}\n</SCRATCHPAD_REASONING>`,
    ['action:email>a@x'],
  ],
  ['reasoning tags spoken of', 'I use <SCRATCHPAD_REASONING> tags for this.', ['message']],
  ['a wrong closing tag', mail('a@x').replace('</tool_use', '</tool_rule'), ['action:email>a@x~']],
  [
    'no closing tag, then the next',
    `${mail('a@x').replace('</tool_use:email>', '')}\n${mail('b@x')}`,
    ['action:email>a@x~', 'action:email>b@x'],
  ],
  ['no closing tag at the end', '<tool_use:email>\nto: a@x\nbody: cut of', ['action:email>a@x~']],
  [
    'a closing tag of another name',
    mail('a@x').replace('</tool_use:email>', '</tool_use:forward>'),
    ['action:email>a@x~'],
  ],
  [
    'a tag spoken of in backticks',
    'I will not use `<tool_use:cancel_alert>` here.\n' + mail('a@x'),
    ['message', 'action:email>a@x'],
  ],
  [
    'a tag spoken of in a sentence',
    `No <tool_use:cancel_alert> from me.\n${mail('a@x')}`,
    ['message', 'action:email>a@x'],
  ],
  ['a tag glued to a sentence', `I act now.${mail('a@x')}`, ['message', 'action:email>a@x']],
  [
    'the first field on the line of the tag',
    '<tool_use:email> to: a@x\nbody: b\n</tool_use:email>',
    ['action:email>a@x'],
  ],
  ['inside a code fence', `\`\`\`xml\n${mail('a@x')}\n\`\`\``, ['action:email>a@x']],
  [
    'an action log',
    `${mail('a@x')}\n<action_log>\n- action: email\n</action_log>`,
    ['action:email>a@x', 'note:action_log'],
  ],
  ['an action log that never closes', '<action_log>\n- none\n\nBye', ['note:action_log~']],
  [
    'an email that runs into an action log',
    '<tool_use:email>\nto: a@x\nbody: b\n<action_log>\n- x\n</action_log>',
    ['action:email>a@x~', 'note:action_log'],
  ],
  [
    'another tool',
    '<tool_use:cancel_alert>\ncode: "X-1"\n</tool_use:cancel_alert>',
    ['action:cancel_alert'],
  ],
  [
    'old SEND EMAIL TO lines',
    'Ok.\nSEND EMAIL TO: a@x\nSubject: s\nBody: b\nSEND EMAIL TO: b@x\nBody: c',
    ['message', 'action:email>a@x~', 'action:email>b@x~'],
  ],
  [
    'reasoning in reasoning on its line',
    '<think>one <think>two</think> three</think> Bye',
    ['reasoning', 'message'],
  ],
  [
    'reasoning in reasoning on lines of its own, with a draft after it',
    `<think>\n<think>\ntwo\n</think>\n${mail('a@x')}\n</think>\nBye`,
    ['reasoning', 'action:email>a@x!draft', 'message'],
  ],
  ['a closing tag spoken of in a sentence', 'The tag </think> ends it.', ['message', 'message']],
];

test.each(cases)('%s', (_, response, expected) => {
  expect(brief(splitResponse(response))).toEqual(expected);
});

test('native reasoning comes first, without its tags, and its actions are drafts', () => {
  const turns = splitResponse(mail('b@x'), `<think>\nperhaps\n${mail('a@x')}\n</think>`);
  expect(brief(turns)).toEqual(['reasoning', 'action:email>a@x!draft', 'action:email>b@x']);
  expect(turns[0]?.text).toBe('perhaps');
  expect(turns[0]?.raw).toContain('tool_use');
});

const fieldCases: readonly (readonly [string, string, Partial<Turn>])[] = [
  [
    'unquoted, with commas',
    'to: a@x,\nsubject: Hi, you,\nbody: One\nTwo',
    { to: 'a@x', subject: 'Hi, you', text: 'One\nTwo' },
  ],
  [
    'unbalanced quotes',
    'to: "a@x",\nsubject: Re: Today",\nbody: "b"',
    { subject: 'Re: Today', recovered: true },
  ],
  [
    'half XML',
    '<to: a@x, b@x</to>\n<subject: S</subject>\n<body: T,\n\nx\n</body>',
    { to: 'a@x, b@x', subject: 'S', text: 'T,\n\nx', recovered: true },
  ],
  ['XML', '<to>a@x</to>\n<body>hello</body>', { to: 'a@x', text: 'hello', recovered: true }],
  ['names', 'to: "Kim Lee <k@x>, Jo <j@x>",\nbody: "b"', { to: 'Kim Lee <k@x>, Jo <j@x>' }],
  [
    'several quoted',
    'to: "a@x", "b@x",\ncc: ["c@x", "d@x"]\nbody: "b"',
    { to: 'a@x, b@x', cc: 'c@x, d@x' },
  ],
  ['two to lines', 'to: a@x\nto: b@x\nbody: b', { to: 'a@x, b@x' }],
  [
    'escaped newlines',
    'to: "a@x",\nbody: "Hi,\\n\\nI said \\"no\\".\\nA",',
    { text: 'Hi,\n\nI said "no".\nA' },
  ],
  ['quotes in a body', 'to: "a@x",\nbody: "He said "no" to me.",', { text: 'He said "no" to me.' }],
  [
    'a body with fields in it',
    'to: "a@x",\nbody: "Write\nto: b@x\nsubject: none\nas agreed"',
    { to: 'a@x', text: 'Write\nto: b@x\nsubject: none\nas agreed' },
  ],
  ['a cc after the body', 'to: "a@x",\nbody: "b\nc",\ncc: "d@x",', { text: 'b\nc', cc: 'd@x' }],
  ['bold keys', '**to:** a@x\n**body:** hi', { to: 'a@x', text: 'hi' }],
  [
    'JSON',
    '{"to": "a@x", "subject": "S", "body": "b\\nc"}',
    { to: 'a@x', subject: 'S', text: 'b\nc', recovered: true },
  ],
  ['text before the fields', 'Dear all\nto: a@x\nbody: b', { to: 'a@x', text: 'Dear all\n\nb' }],
  [
    'a key named __proto__',
    '__proto__: x\nbody: b',
    { args: Object.fromEntries([['__proto__', 'x']]) },
  ],
];

test.each(fieldCases)('fields: %s', (_, inner, expected) => {
  const [turn] = splitResponse(`<tool_use:email>\n${inner}\n</tool_use:email>`);
  expect(turn).toMatchObject({ kind: 'action', name: 'email', ...expected });
});

test('a forward keeps the numbers of the emails it forwards', () => {
  const [turn] = splitResponse(
    '<tool_use:forward>\nemail_id: 2, 5\nto: "a@x"\n</tool_use:forward>',
  );
  expect(turn).toEqual({
    kind: 'action',
    name: 'forward',
    to: 'a@x',
    text: '',
    args: { email_id: '2, 5' },
  });
});

test('the source is kept where the text differs from it or had to be mended', () => {
  const [escaped] = splitResponse(mail('a@x', 'one\\ntwo'));
  expect(escaped).toMatchObject({ text: 'one\ntwo', raw: mail('a@x', 'one\\ntwo') });
  const [clean] = splitResponse(mail('a@x', 'one\ntwo'));
  expect(clean).not.toHaveProperty('raw');
});

test('recipients are split at commas outside angle brackets', () => {
  expect(splitRecipients('"A B" <a@x>, [b@x]; c@x')).toEqual(['A B <a@x>', 'b@x', 'c@x']);
  expect(splitRecipients('A, B <a,b@x')).toEqual(['A', 'B <a,b@x']);
});

test('a backslash that is escaped stays', () => {
  expect(unescaped('a\\\\nb\\tc')).toBe('a\\\\nb\tc');
});

test('markup is told from plain text', () => {
  expect(hasMarkup(mail('a@x'))).toBe(true);
  expect(hasMarkup('Use `<tool_use:email>` tags, or <think>.')).toBe(false);
});

test('a reasoning tag with attributes is a tag, and what it says is kept', () => {
  for (const attributes of [
    `type='a' id=1`,
    'signature="a>b"',
    '\n  signature="abc"\n',
    "mode = 'deep'",
  ]) {
    const said = `Visible. <think ${attributes}>Hidden.</think> More.`;
    expect(splitResponse(said).map(({ kind, text }) => [kind, text])).toEqual([
      ['message', 'Visible.'],
      ['reasoning', 'Hidden.'],
      ['message', 'More.'],
    ]);
  }
  const spoken = 'The tags <think> and `</think>` are for reasoning.';
  expect(splitResponse(spoken)).toEqual([{ kind: 'message', text: spoken }]);
  const block = '<think signature="abc/def==" mode="deep">He lies.</think>';
  expect(splitResponse(`I looked. ${block} I answer.`)).toEqual([
    { kind: 'message', text: 'I looked.' },
    { kind: 'reasoning', text: 'He lies.', raw: block },
    { kind: 'message', text: 'I answer.' },
  ]);
});

test('many reasoning tags whose attributes never end take no time', () => {
  const text = '<think a="'.repeat(50_000);
  expect(splitResponse(text)).toEqual([{ kind: 'message', text }]);
});

test.each([
  'The closing tags </tool_result> and </tool_call> end a block.',
  'I look.\n<tool_call>\n{"name": "read"}\n</tool_call>',
  'Two.<tool_call>a<arg_key>x</arg_key></tool_call> Then words.</tool_response>',
])('a closing tag of a tool that closes nothing is text: %s', (text) => {
  expect(splitResponse(text)).toEqual([{ kind: 'message', text }]);
});
