/** `--map`: any text is a map whose paths find something or nothing, or is refused in words. */
import { parseMap, valueAt } from '../../src/formats/field-map.ts';
import { UserError } from '../../src/base/user-error.ts';
import { bytesOf, fuzzSoak } from './fuzzer.ts';

const RECORD = { meta: { llm: 'm' }, choices: [{ text: 't' }], 'a.b': 1 };

function attempt(input: Uint8Array): string | undefined {
  try {
    for (const path of Object.values(parseMap(Buffer.from(input).toString()))) {
      const value = valueAt(RECORD, path);
      if (typeof value === 'function') return 'finds what is no part of the record';
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  return undefined;
}

export const { name, suite, run, replay } = fuzzSoak({
  name: 'maps',
  suite: 10_000,
  seeds: bytesOf([
    'model=meta.llm,message=choices[0].text',
    '{"model":"meta.llm","message":"choices[-1].text"}',
    'id=a.b\nlabel=__proto__.x\nsystem=constructor.name',
  ]),
  pieces: [
    '=',
    ',',
    '\n',
    '.',
    '[0]',
    '[-1]',
    '[',
    ']',
    'model',
    '__proto__',
    'constructor',
    '{',
    '}',
    '"',
    ':',
    '\u0000',
    '[999999999999]',
  ],
  attempt,
});
