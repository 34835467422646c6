/** A line across, with a title in it. */
import { safeLine, t } from '../../text/safe.ts';
import type { Line } from '../../text/spans.ts';
import { width } from '../../text/width.ts';

/** A title that is too long is cut by the pane, with a mark. */
export function rule(title: string, cells: number): Line {
  const text = safeLine(title === '' ? '' : ` ${title} `);
  return [
    { text: t`──`, style: 'rule' },
    { text, style: 'dim' },
    { text: t`${'─'.repeat(Math.max(0, cells - 2 - width(text)))}`, style: 'rule' },
  ];
}
