/** The config file: any text gives settings that the viewer can start with, or is refused in words. */
import { initialState } from '../../src/app/initial.ts';
import { COMMANDS, commandFor } from '../../src/app/keymap.ts';
import { readConfig } from '../../src/cli/config-schema.ts';
import { UserError } from '../../src/base/user-error.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';

async function attempt(input: Uint8Array): Promise<string | undefined> {
  try {
    const config = await readConfig(Buffer.from(input).toString(), 'config.json');
    const state = initialState({
      size: { columns: 80, rows: 24 },
      settings: {
        sample: false,
        title: '',
        wordsPerMinute: config.wordsPerMinute,
        keys: config.keys,
        signals: Object.keys(config.signals),
      },
      query: undefined,
      trial: undefined,
      turn: undefined,
      present: undefined,
      notes: undefined,
    });
    for (const key of ['q', '?', 'enter', 'esc', '__proto__']) commandFor(state, key);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!error.message.startsWith('config.json')) return 'refuses without the name of the file';
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'config',
  suite: 8_000,
  seeds: bytesOf([
    '{"theme":"dark","wordsPerMinute":240}',
    '{"keys":{"quit":["q","ctrl+c"],"help":[]},"signals":{"blackmail":"blackmail | leverag*","awareness":null}}',
    '{"$schema":"x","maps":{"mine":{"model":"meta.llm","message":"output"}}}',
  ]),
  pieces: [
    'null',
    '[]',
    '{}',
    '"',
    ',',
    ':',
    '"__proto__":{}',
    '"constructor":"x"',
    '1e999',
    '"(((("',
    '\\',
    ...COMMANDS.slice(0, 5),
  ],
  attempt,
});
