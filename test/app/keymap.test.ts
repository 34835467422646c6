/** Holds the rules of the one table of keys. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { keysPage } from '../../scripts/make-keys.ts';
import { bindingOf, COMMANDS, keyLabel } from '../../src/app/keymap.ts';
import { GROUPS } from '../../src/app/bindings.ts';
import { KEY_CONTEXTS } from '../../src/app/key-contexts.ts';

describe('keymap', () => {
  it.each(KEY_CONTEXTS)('in %s no key has two unconditional commands', (place) => {
    const commands = COMMANDS.filter((command) => bindingOf(command).where.includes(place));
    const keys = commands
      .filter((command) => bindingOf(command).when === undefined)
      .flatMap((command) => bindingOf(command).keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(COMMANDS)(
    '%s is explained in at most 40 characters, in a group, somewhere',
    (command) => {
      const { help, helpIn = {}, group, keys, where } = bindingOf(command);
      for (const text of [help, ...Object.values(helpIn)]) {
        expect(text.length).toBeGreaterThan(3);
        expect(text.length).toBeLessThanOrEqual(40);
        expect(text).not.toMatch(/\.$/);
      }
      expect(where).toEqual(expect.arrayContaining(Object.keys(helpIn)));
      expect(GROUPS).toContain(group);
      expect(keys.length).toBeGreaterThan(0);
      expect(where.length).toBeGreaterThan(0);
    },
  );

  it('can be left from everywhere', () => {
    for (const place of KEY_CONTEXTS) {
      const ways = COMMANDS.filter(
        (command) =>
          (command === 'back' || command === 'cancel') && bindingOf(command).where.includes(place),
      );
      expect(ways, place).toHaveLength(1);
    }
  });

  it.each([
    ['ctrl+u', 'Ctrl-U'],
    ['pagedown', 'PgDn'],
    ['right', '→'],
    ['G', 'G'],
  ])('%s is called %s', (key, label) => {
    expect(keyLabel(key)).toBe(label);
  });

  it('is what docs/keys.md says', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/keys.md'), 'utf8');
    expect(page).toBe(keysPage());
  });
});
