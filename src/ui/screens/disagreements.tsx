/** Where auditors differ, and where they differ from the judge. */
import type { ReactNode } from 'react';
import { countLines, differenceLine, titleLine } from '../../app/screens/disagreements/lines.ts';
import {
  listedDifferences,
  type DisagreementsScreen,
} from '../../app/screens/disagreements/state.ts';
import { listRows } from '../../app/screens/disagreements/update.ts';
import type { State } from '../../app/state.ts';
import { safeLine, t } from '../../text/safe.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { selected } from '../../text/theme.ts';
import { Frame } from '../parts/frame.tsx';
import { namedHeader, type HeaderPart } from '../parts/header.ts';
import { Pane } from '../parts/pane.tsx';

type Props = { readonly state: State; readonly screen: DisagreementsScreen };

export function Disagreements({ state, screen }: Props): ReactNode {
  const { columns } = state.size;
  const { differences } = screen.view;
  const rows = listRows(state, screen);
  const counts = countLines(differences, columns);
  const listed = listedDifferences(screen);
  const list = listed.slice(screen.top, screen.top + rows).map((row, index): Line => {
    const isHere = screen.top + index === screen.cursor;
    const mark = { text: isHere ? t`› ` : t`  `, style: 'key' } as const;
    const line = truncateLine([mark, ...differenceLine(row, columns)], columns);
    return isHere ? selected(line) : line;
  });
  const none: Line = [
    styled(t`  Nothing differs${screen.onlyOpen ? ' that is open' : ''}.`, 'dim'),
  ];
  return (
    <Frame state={state} header={headerOf(screen)}>
      <Pane
        width={columns}
        height={counts.length + 2 + rows}
        lines={[
          ...counts,
          [],
          titleLine(differences, columns),
          ...(listed.length > 0 ? list : [none]),
        ]}
      />
    </Frame>
  );
}

function headerOf({ view, onlyOpen, order }: DisagreementsScreen): readonly HeaderPart[] {
  const { auditors, trials, disputed, against, words } = view.differences;
  return namedHeader(
    [{ text: t`audit disagreements`, style: 'title' }],
    `${auditors.join(', ')}, ${words.name}`,
    [
      {
        text: t`  ${trials} trials · ${disputed} between people · ${against} ${safeLine(words.name)} against people`,
        style: 'text',
      },
      ...(onlyOpen ? [styled(t`  only open ones`, 'key')] : []),
      ...(order === 'item' ? [] : [styled(t`  by ${order}`, 'key')]),
    ],
  );
}
