/** Notes that differ by their number alone. */
import type { Annotation } from '../../src/annotations/annotation.ts';

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const noteOf = (n: number, more: Partial<Annotation> = {}): Annotation => ({
  id: idOf(n),
  op: 'add',
  author: 'anna',
  at: '2026-01-01T00:00:00.000Z',
  kind: 'note',
  trial: 'model-a/cell/001',
  content: 'a'.repeat(64),
  model: 'model-a',
  turns: 7,
  text: `note ${n} zoë 😀`,
  ...more,
});
