/** The mounted program: what is typed becomes keys, and the screen follows the state. */
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import { initialState } from '../../src/app/initial.ts';
import type { Effect, Message } from '../../src/app/message.ts';
import { createProgram } from '../../src/viewer/program.ts';
import { App, type Program } from '../../src/ui/app.tsx';
import { createTheme } from '../../src/text/theme.ts';

let unmount: (() => void) | undefined;
afterEach(() => unmount?.());

/** Mounts the program on an empty collection and records the messages it is sent. */
async function mount(): Promise<{
  readonly type: (text: string) => Promise<void>;
  readonly messages: readonly Message[];
  readonly effects: readonly Effect[];
  readonly program: Program;
  readonly frame: () => string;
}> {
  const effects: Effect[] = [];
  const messages: Message[] = [];
  const inner = createProgram(
    initialState({
      size: { columns: 80, rows: 24 },
      settings: { sample: true, title: 'none', wordsPerMinute: 240, keys: {}, signals: [] },
    }),
    (effect) => effects.push(effect),
  );
  const program: Program = {
    ...inner,
    send: (message) => {
      messages.push(message);
      inner.send(message);
    },
  };
  const app = render(
    <App
      program={program}
      theme={createTheme('none', 0)}
      onError={(error) => {
        throw error;
      }}
    />,
  );
  unmount = app.unmount;
  // Ink listens after its effects have run.
  await turn();
  return {
    type: async (text) => {
      const before = messages.length;
      app.stdin.write(text);
      while (messages.length === before) await turn();
      // What has changed is drawn when all input has been handled.
      await turn();
    },
    messages,
    effects,
    program,
    frame: () => stripVTControlCharacters(app.lastFrame() ?? ''),
  };
}

/** The next turn of the event loop. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

const keys = (messages: readonly Message[]): readonly string[] =>
  messages.flatMap((message) => (message.type === 'key' ? [message.key] : []));

describe('input', () => {
  it.each([
    ['jjj', ['j', 'j', 'j']],
    ['G', ['G']],
    [' ', ['space']],
    ['\r', ['enter']],
    ['\t', ['tab']],
    ['\u001B[Z', ['shift+tab']],
    ['\u001B[A', ['up']],
    ['\u001B[6~', ['pagedown']],
    ['\u0004', ['ctrl+d']],
    ['\u0003', ['ctrl+c']],
    ['\u007F', ['backspace']],
    ['日本', ['日', '本']],
  ])('%j is the keys %j', async (text, expected) => {
    const app = await mount();
    await app.type(text);
    expect(keys(app.messages)).toEqual(expected);
  });

  it('takes a paste as text', async () => {
    const app = await mount();
    await app.type('/');
    await app.type('\u001B[200~risky\nand unethical\u001B[201~');
    const top = app.program.getState().screens.at(-1);
    expect(top?.type === 'search' ? top.input.text : '').toBe('risky and unethical');
  });
});

describe('the screen', () => {
  it('follows the state', async () => {
    const app = await mount();
    expect(app.frame()).toContain('Inquest none');
    await app.type('/');
    await app.type('?');
    expect(app.frame()).toContain('Search ?');
  });
});
