/** How a text field is drawn. */
import { safeLine, t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';

/** A text field with its cursor, as spans. */
export function fieldSpans(text: string, cursor: number, active: boolean): Line {
  if (!active) return [{ text: safeLine(text), style: 'strong' }];
  const [before, at, after] = [
    text.slice(0, cursor),
    text.slice(cursor, cursor + 1),
    text.slice(cursor + 1),
  ];
  return [
    { text: safeLine(before), style: 'strong' },
    { text: at === '' ? t` ` : safeLine(at), style: 'cursor' },
    { text: safeLine(after), style: 'strong' },
  ];
}
