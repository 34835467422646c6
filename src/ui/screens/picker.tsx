/** The Picker: a list of values or fields to choose from. */
import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { useContext, type ReactNode } from 'react';
import { narrowed } from '../../app/screens/picker/open.ts';
import { isCutIn, pickerRoom, wholeOf } from '../../app/screens/picker/room.ts';
import type { PickerOption, PickerScreen } from '../../app/screens/picker/state.ts';
import type { State } from '../../app/state.ts';
import { grouped, percent, rateBar, widestCount } from '../../stats/bars.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { shortNames } from '../../text/short-names.ts';
import { styled, truncateLine, type Line } from '../../text/spans.ts';
import { pad } from '../../text/width.ts';
import { wrapLine } from '../../text/wrap-line.ts';
import { fieldSpans } from '../parts/field.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane, ThemeContext } from '../parts/pane.tsx';

/** Cells of the sign before a choice. */
const INDICATOR = 3;

type Props = { readonly state: State; readonly screen: PickerScreen };

type ChoiceItem = { readonly key: string; readonly label: string; readonly value: string };

/**
 * A list to choose from, drawn by ink-select-input. It is controlled: the cursor is part of the
 * state (letters narrow the list, so its own j and k cannot be used), and only the visible
 * choices are handed to it.
 */
export function Picker({ state, screen }: Props): ReactNode {
  const theme = useContext(ThemeContext);
  const options = narrowed(state, screen);
  const { rows, top, name, whole } = pickerRoom(state, screen);
  const shown = options.slice(top, top + rows);
  const width = state.size.columns;
  const names = shortNames(
    shown.map((option) => safeLine(option.label)),
    name,
  );
  const all = shown.map(({ counts }) => counts?.trials ?? 0);
  const digits = 1 + widestCount(all, 7);
  const items: ChoiceItem[] = shown.map((option, index) => ({
    key: option.value,
    label: theme.paint(
      truncateLine(
        optionLine(screen, option, pad(names[index] ?? t``, name), digits),
        width - INDICATOR,
      ),
    ),
    value: option.value,
  }));
  const at = screen.cursor - top;
  const here = options[screen.cursor];
  const isCut = here !== undefined && isCutIn(here, name, width);
  const head: readonly Line[] = [
    [{ text: t` ${screen.title}`, style: 'title' }],
    [
      { text: t` narrow: `, style: 'dim' },
      ...fieldSpans(screen.narrow.text, screen.narrow.cursor, true),
    ],
    [],
  ];
  return (
    <Frame state={state} header={[{ text: t`Inquest`, style: 'title' }]}>
      <Pane width={width} height={head.length} lines={head} />
      <Box height={rows} flexDirection="column">
        {items.length === 0 ? (
          <Text>
            {theme.paint([
              {
                text: t`   ${screen.narrow.text === '' ? 'no trial has one' : 'nothing of that name'}`,
                style: 'dim',
              },
            ])}
          </Text>
        ) : (
          <SelectInput
            key={`${top}/${at}/${items.length}/${screen.chosen.join('\n')}`}
            items={items}
            initialIndex={at}
            isFocused={false}
            indicatorComponent={Indicator}
            itemComponent={Item}
          />
        )}
      </Box>
      <Pane
        width={width}
        height={whole}
        lines={isCut ? wrapLine([{ text: safeLine(wholeOf(here)) }], width) : []}
      />
    </Frame>
  );
}

function Indicator({ isSelected = false }: { readonly isSelected?: boolean }): ReactNode {
  const theme = useContext(ThemeContext);
  return <Text>{theme.paint([{ text: isSelected ? t` › ` : t`   `, style: 'key' }])}</Text>;
}

/** The label is ready text with codes; the row under the cursor is inverted as a whole. */
function Item({
  isSelected = false,
  label,
}: {
  readonly isSelected?: boolean;
  readonly label: string;
}): ReactNode {
  return (
    <Text inverse={isSelected} wrap="truncate">
      {label}
    </Text>
  );
}

function optionLine(
  screen: PickerScreen,
  option: PickerOption,
  name: SafeText,
  digits: number,
): Line {
  const chosen = screen.chosen.includes(option.value);
  const box = screen.multiple ? (chosen ? '[●] ' : '[ ] ') : chosen ? '● ' : '  ';
  const { counts, rated = counts ?? null } = option;
  return [
    { text: t`${box}`, style: chosen ? 'key' : 'dim' },
    { text: name, style: chosen ? 'strong' : 'text' },
    ...(option.about === undefined ? [] : [styled(safeLine(`  ${option.about}`), 'dim')]),
    ...(counts === undefined
      ? []
      : [
          styled(pad(t`${grouped(counts.trials)}`, digits, 'right'), 'dim'),
          { text: pad(t`${percent(rated)}`, 8, 'right') },
          { text: t`  ` },
          ...rateBar(rated, 10),
        ]),
  ];
}
