import { assert, constantFrom, integer, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TURN_KINDS } from '../../src/trial/types.ts';
import { PACE, readingMs, wordsIn } from '../../src/walkthrough/pace.ts';

describe('the reading pace', () => {
  it('reads 240 words of reasoning a minute at 240 words a minute', () => {
    expect(readingMs(240, 'reasoning', 240)).toBe(60_000);
  });

  it('is quicker with emails and briefings than with what the model thought, said and did', () => {
    for (const skimmed of ['email', 'briefing', 'result', 'note'] as const) {
      for (const read of ['reasoning', 'message', 'action', 'rationale'] as const) {
        expect(readingMs(100, skimmed, 240)).toBeLessThan(readingMs(100, read, 240));
      }
    }
  });

  it('knows every kind of turn', () => {
    for (const kind of TURN_KINDS) expect(PACE[kind]).toBeGreaterThan(0);
  });

  it('of parts adds up to that of the whole', () => {
    assert(
      property(
        nat(10_000),
        nat(10_000),
        constantFrom(...TURN_KINDS),
        integer({ min: 30, max: 3000 }),
        (one, other, kind, speed) => {
          const parts = readingMs(one, kind, speed) + readingMs(other, kind, speed);
          expect(parts).toBeCloseTo(readingMs(one + other, kind, speed), 6);
        },
      ),
    );
  });
});

describe('the words of a text', () => {
  it('are what stands between spaces', () => {
    expect(wordsIn('')).toBe(0);
    expect(wordsIn('  risky and\nunethical, no?\n')).toBe(4);
  });

  it('are half a word a letter in scripts without spaces, however often it is asked', () => {
    for (let time = 0; time < 3; time += 1) expect(wordsIn('危険です ok')).toBe(3);
  });
});
