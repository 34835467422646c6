import { describe, expect, it } from 'vitest';
import { createCache, createWeakCache } from '../../src/text/remember.ts';

describe('a cache', () => {
  it('makes a value once, and gives the same again', () => {
    const cache = createCache<string, object>();
    const made: string[] = [];
    const get = (key: string): object =>
      cache(key, (one) => {
        made.push(one);
        return {};
      });
    expect(get('a')).toBe(get('a'));
    expect(get('b')).not.toBe(get('a'));
    expect(made).toEqual(['a', 'b']);
  });

  it('drops its oldest value, and no other, where it holds too many', () => {
    const cache = createCache<number, string>(3);
    const made: number[] = [];
    const get = (key: number): string =>
      cache(key, (one) => {
        made.push(one);
        return `value ${one}`;
      });
    for (const key of [1, 2, 3, 4, 2, 3, 4, 1, 3]) expect(get(key)).toBe(`value ${key}`);
    expect(made).toEqual([1, 2, 3, 4, 1]);
  });

  it('keeps values that are empty or zero', () => {
    const cache = createCache<string, string | number>(2);
    for (const value of ['', 0]) cache(typeof value, () => value);
    expect(cache('string', () => 'again')).toBe('');
    expect(cache('number', () => 1)).toBe(0);
  });

  it('keeps nothing where making it fails', () => {
    const cache = createCache<string, string>(1);
    cache('a', () => 'first');
    expect(() => cache('b', () => JSON.parse('{'))).toThrow(SyntaxError);
    expect(cache('b', () => 'second')).toBe('second');
  });
});

describe('a cache by object', () => {
  it('makes a value once for each object', () => {
    const cache = createWeakCache<object, number>();
    const [one, other] = [{}, {}];
    let made = 0;
    const get = (key: object): number => cache(key, () => (made += 1));
    expect([get(one), get(other), get(one)]).toEqual([1, 2, 1]);
  });
});
