/** The config file: defaults, what it changes, and mistakes in it, named by their key. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bindingOf, COMMANDS } from '../../src/app/keymap.ts';
import { readConfig } from '../../src/cli/config-schema.ts';
import { DEFAULT_CONFIG } from '../../src/cli/config.ts';
import { loadConfig } from '../../src/cli/load-config.ts';
import { BUILT_IN_SIGNALS } from '../../src/query/signals.ts';
import { UserError } from '../../src/base/user-error.ts';
import { createPlace, parseLines, SMALL, toLines } from './support.ts';

describe('a config file', () => {
  it('has a default for everything', async () => {
    expect(await readConfig('{}', 'c.json')).toEqual(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG.signals).toEqual(BUILT_IN_SIGNALS);
  });

  it('changes what it names; a signal set to null is gone', async () => {
    const text = JSON.stringify({
      theme: 'light',
      keys: { nextTurn: ['x'] },
      signals: { ethics: null, money: "'fee | invoice*" },
      maps: { mine: { model: 'meta.llm' } },
      wordsPerMinute: 300,
    });
    const config = await readConfig(text, 'c.json');
    expect(config).toMatchObject({
      theme: 'light',
      keys: { nextTurn: ['x'] },
      maps: { mine: { model: 'meta.llm' } },
      wordsPerMinute: 300,
    });
    expect(Object.keys(config.signals)).toEqual([
      ...Object.keys(BUILT_IN_SIGNALS).filter((name) => name !== 'ethics'),
      'money',
    ]);
  });

  it.each([
    ['{', 'c.json is not valid JSON'],
    ['[]', 'c.json: '],
    ['{"theem":"dark"}', `unknown key "theem"; did you mean 'theme'?`],
    ['{"theme":"drak"}', '"theme": '],
    ['{"wordsPerMinute":"fast"}', '"wordsPerMinute": '],
    ['{"keys":{"nextTurm":["x"]}}', `unknown key "keys.nextTurm"; did you mean 'nextTurn'?`],
    ['{"keys":{"nextTurn":"x"}}', '"keys.nextTurn": '],
    [
      '{"keys":{"nextTurn":["righty"]}}',
      `"keys.nextTurn": there is no key "righty"; did you mean 'right'?`,
    ],
    ['{"keys":{"nextTurn":["ctrl+1"]}}', '"keys.nextTurn": there is no key "ctrl+1"'],
    ['{"keys":{"nextTurn":[" "]}}', '"keys.nextTurn": there is no key " "'],
    ['{"keys":{"nextTurn":[]}}', '"keys.nextTurn": it needs a key'],
    ['{"keys":{"nextTurn":["e"]}}', '"keys.nextTurn": "e" is the key of nextEmail too (Replay)'],
    ['{"keys":{"down":["x"],"up":["x"]}}', '"keys.down": "x" is the key of up too'],
    [
      '{"keys":{"nextTurn":["ctrl+c"]}}',
      '"keys.nextTurn": Ctrl-C always quits: it can do nothing else',
    ],
    ['{"keys":{"quit":["ctrl+x"]}}', '"keys.quit": Ctrl-C always quits: name it too'],
    ['{"signals":{"a":"(b"}}', '"signals.a": this bracket is not closed (at character 1)'],
    [
      '{"signals":{"a":"x /b(c/"}}',
      '"signals.a": this pattern is wrong: missing closing ) (at character 4)',
    ],
    [
      '{"presets":{"p":{"share":"/b**/"}}}',
      '"presets.p.share": this pattern is wrong: invalid nested repetition operator: ** (at character 3)',
    ],
    ['{"signals":{"a b":"c"}}', '"signals.a b"'],
    ['{"maps":{"mine":{"colour":"x"}}}', '"maps.mine": --map: there is no field "colour"'],
    ['{"__proto__":{"theme":"x"}}', 'unknown key "__proto__"'],
  ])('%s is refused', async (text, message) => {
    await expect(readConfig(text, 'c.json')).rejects.toThrow(UserError);
    await expect(readConfig(text, 'c.json')).rejects.toThrow(message);
  });

  it('takes keys that are free, also those of a command that gets others', async () => {
    const text = JSON.stringify({
      keys: { nextTurn: ['e', 'right', 'é'], nextEmail: ['É'], quit: ['ctrl+c', 'ctrl+q'] },
    });
    expect((await readConfig(text, 'c.json')).keys).toMatchObject({ nextEmail: ['É'] });
  });

  it('may name every key that has one by itself', async () => {
    const keys = Object.fromEntries(COMMANDS.map((command) => [command, bindingOf(command).keys]));
    expect((await readConfig(JSON.stringify({ keys }), 'c.json')).keys).toEqual(keys);
  });

  it('need not be there, unless it was asked for', async () => {
    await expect(loadConfig('/nowhere/config.json', () => undefined)).rejects.toThrow(
      'there is no such file',
    );
  });
});

describe('the config file of a person', () => {
  const place = createPlace();
  place.write('small.jsonl', toLines(SMALL));

  it('is read from its folder', async () => {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(path.join(place.folder, 'config/inquest'), { recursive: true });
    place.write('config/inquest/config.json', '{"signals":{"greeting":"\'hello"}}');
    const args = ['list', 'small.jsonl', '--jsonl', '-q', 'signal:greeting'];
    expect(parseLines((await place.run(args)).stdout)).toMatchObject([{ id: 'beta/c1/002' }]);
    place.write('config/inquest/config.json', '{"signal":{}}');
    const { code, stderr } = await place.run(args);
    expect(stderr).toMatch(/config\.json: unknown key "signal"; did you mean 'signals'\?\n$/);
    expect(code).toBe(2);
  });
});
