/** Arguments of a call as text. */
import { describe, expect, it } from 'vitest';
import { argumentText, valueText } from '../../src/trial/searchable.ts';

describe('arguments', () => {
  it.each([
    [{ cmd: 'ls\nrm -r x' }, 'cmd: ls\nrm -r x'],
    [{ timeout: 3, flags: ['-a', '-b'] }, 'timeout: 3\nflags: ["-a","-b"]'],
    [{ edits: [{ old: 'a', new: 'b\nc' }] }, 'edits[0].old: a\nedits[0].new: b\nc'],
    [
      { edits: [{ old: 'a', count: 2, more: [] }, 'x\ny'] },
      'edits[0]: {"old":"a","count":2,"more":[]}\nedits[1]: x\ny',
    ],
  ])('%j', (args, text) => {
    expect(argumentText(args)).toBe(text);
  });

  it('are JSON where they are nested without end', () => {
    let deep: unknown = 'a\nb';
    for (let level = 0; level < 200; level += 1) deep = { deep };
    expect(argumentText({ deep })).toContain(String.raw`"a\nb"`);
  });

  it('of meta are the same', () => {
    expect(valueText('a\nb')).toBe('a\nb');
    expect(valueText({ script: 'a\nb', n: 1 })).toBe('script: a\nb\nn: 1');
    expect(valueText({ n: 1 })).toBe('{"n":1}');
  });
});
