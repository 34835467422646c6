/** The README's pictures: they can be shown anywhere, and they move in few bytes. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { movingPicture } from '../../scripts/moving-picture.ts';
import { PALETTES } from '../../src/export/palette.ts';
import { readCast } from '../support/casts.ts';
import { elementsOf } from '../support/xml.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../docs/pictures');
const read = (name: string): string => readFileSync(path.join(FOLDER, name), 'utf8');

describe('pictures', () => {
  it.each(readdirSync(FOLDER).filter((name) => name.endsWith('.svg')))('%s is small', (name) => {
    expect(statSync(path.join(FOLDER, name)).size).toBeLessThan(600_000);
    for (const element of elementsOf(read(name))) {
      expect(['svg', 'title', 'rect', 'text', 'style', 'defs', 'g', 'use']).toContain(element.name);
      for (const attribute of element.attributes) expect(attribute).not.toMatch(/^on|href="[^#]/i);
    }
  });

  it('the moving one is what its cast makes', async () => {
    readCast(read('demo.cast'), 2);
    expect(await movingPicture(read('demo.cast'), PALETTES.dark)).toBe(read('demo.svg'));
  });
});

describe('a moving picture', () => {
  it('shows each screen in its time, rows of the same look drawn once', async () => {
    const cast = [
      { version: 2, width: 10, height: 3, title: 'Told' },
      [0, 'o', 'one\r\ntwo'],
      [0, 'm', 'A stop'],
      [4, 'o', '\r\nthree'],
      [100, 'o', '\u001B[?25h'],
    ].map((line) => JSON.stringify(line));
    const picture = await movingPicture(`${cast.join('\n')}\n`, PALETTES.dark);
    const elements = elementsOf(picture);
    expect(elements.filter(({ name }) => name === 'text')).toHaveLength(3);
    expect(elements.filter(({ name }) => name === 'use')).toHaveLength(5);
    expect(picture).toContain('.film{animation:film 7.0s step-end infinite}');
    expect(picture).toContain('28.571%{transform:translateY(-68px)}');
    expect(picture).toContain('@media (prefers-reduced-motion:reduce){.film{animation:none}}');
  });
});
