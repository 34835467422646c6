/** Every key acts, or a line says why not; what is said is over soon. */
import { describe, expect, it } from 'vitest';
import { COMMANDS, contextOf, isTyping, keysOf } from '../../src/app/keymap.ts';
import { isSame } from '../../src/app/idle-keys.ts';
import { edit, emptyInput } from '../../src/app/text-input.ts';
import { update } from '../../src/app/update.ts';
import { topScreen } from '../../src/app/transition.ts';
import { shownIn } from '../support/frames.tsx';
import { createSessions } from '../support/sessions.ts';
import { trialOf } from '../support/trials.ts';

const { open } = createSessions();

const KEYS = [
  ...new Set(COMMANDS.flatMap((command) => keysOf(command, { settings: { keys: {} } } as never))),
  '§',
  '@',
  'ctrl+y',
];

/** Screens by the keys that lead to them. */
const SCREENS = [
  '',
  '<tab>',
  'm',
  's',
  '<enter>',
  '<enter>V',
  '<enter>#',
  '<enter>/',
  '/',
  '/risky<down>',
  'S',
  '?',
  ':',
  'F',
  'C',
];

describe.each(SCREENS)('after %j', (lead) => {
  it('every key changes something, asks for something, or says why not', async () => {
    const { press } = await open();
    const from = await press(lead);
    for (const key of KEYS) {
      // At the end of a field a key that moves in it does nothing, as in any shell.
      if (isTyping(from) && edit(emptyInput, key) !== undefined) continue;
      const [next, ...effects] = update(from, { type: 'key', key });
      const isNews = effects.length > 0 || !isSame(from, next);
      expect(isNews, `${contextOf(from)} ${key}`).toBe(true);
    }
  });
});

describe('what is said', () => {
  it('names an unknown key, and where the keys are', async () => {
    const { press } = await open();
    expect((await press('@')).notice?.text).toBe('@ does nothing here; ? shows the keys');
  });

  it.each([
    ['x', 'There is no filter to clear'],
    ['<enter>n', 'Nothing is searched for: / searches this trial'],
    ['<enter><backspace>', 'There is no jump to go back from'],
    ['<enter>Z', 'Nothing is folded'],
    ['k', 'This is the beginning'],
    ['Gj', 'This is the end'],
    ['<enter>.', 'No film is on: p plays the trial'],
  ])('%s: %s', async (keys, text) => {
    const { press } = await open();
    expect((await press(keys)).notice?.text).toBe(text);
  });

  it('goes at the next key, and leaves the ways out in the footer', async () => {
    const { press, state } = await open();
    const footer = (): string => shownIn(state()).split('\n').at(-1) ?? '';
    await press('<enter>h');
    expect(footer()).toMatch(/This is the first turn.*\? help.*q back/);
    await press('l');
    expect(footer()).not.toContain('This is the first turn');
    expect(footer()).toContain('read on');
  });

  it('is not shown over another screen', async () => {
    const { press, send, state } = await open();
    await press('<enter>h');
    const { notice } = state();
    expect(notice?.on).toBe('replay');
    await press('?');
    expect(topScreen(state()).type).toBe('help');
    expect(shownIn({ ...state(), notice })).not.toContain('This is the first turn');
    await send({ type: 'failed', text: 'The disk is full' });
    expect(shownIn(state())).toContain('The disk is full');
  });
});

describe('copying a turn', () => {
  it('gives the text with its reference, or alone', async () => {
    const { press, effects } = await open();
    await press('<enter>yYVy');
    const copied = effects().flatMap((effect) => (effect.type === 'copy' ? [effect.text] : []));
    const text = 'You are an assistant of a made-up company.';
    expect(copied.slice(0, 2)).toEqual([`${text}\nmodel-a/cell/001#1`, text]);
    expect(copied[2]).toMatch(/\nmodel-a\/cell\/001#verdict$/);
  });
});

describe('giving a turn to another program', () => {
  it.each([
    ['|', { type: 'pager' }],
    ['E', { type: 'editor' }],
    ['&wc -l<enter>', { type: 'pipe', command: 'wc -l' }],
  ])('%s gives its whole text, safe for a terminal, with its reference', async (keys, to) => {
    const text = `\u001B[2Jred\n${'word '.repeat(20_000)}end`;
    const { press, effects } = await open([trialOf({ turns: [{ kind: 'message', text }] })]);
    await press(`<enter>${keys}`);
    const given = effects().find(({ type }) => type === 'outside');
    expect(given).toMatchObject({ to, name: 'model-a/cell/001#1' });
    const shown = given?.type === 'outside' ? given.text : '';
    expect(shown).toMatch(/^model-a\/cell\/001#1\n/);
    expect(shown).toContain('␛[2Jred\n');
    expect(shown).toMatch(/word end\n$/);
    expect(shown).not.toContain('\u001B');
  });
});
