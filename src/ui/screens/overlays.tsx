/** Screens that open over another: picker, command palette, help, problems. */
import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { useContext, type ReactNode } from 'react';
import { bindingOf, keyLabel, keysOf, placeOf, type Command } from '../../app/keymap.ts';
import { bodyRows, pickerRows } from '../../app/layout.ts';
import { narrowed } from '../../app/pickers.ts';
import type {
  HelpScreen,
  PaletteScreen,
  PickerOption,
  PickerScreen,
  ProblemsScreen,
  State,
} from '../../app/state.ts';
import { pop } from '../../app/transition.ts';
import { placeTitle } from '../../app/places.ts';
import { helpLines, paletteCommands } from '../../app/update-overlays.ts';
import { safeLine, t } from '../../text/safe.ts';
import { type Line, styled } from '../../text/spans.ts';
import { pad, width as cells } from '../../text/width.ts';
import { grouped, percent, plural, rateBar } from '../../stats/bars.ts';
import { fieldSpans } from '../parts/field.ts';
import { Frame } from '../parts/frame.tsx';
import { Pane, ThemeContext } from '../parts/pane.tsx';
import { selected } from '../theme.ts';

type ChoiceItem = { readonly key: string; readonly label: string; readonly value: string };

/**
 * A list to choose from, drawn by ink-select-input. It is controlled: the cursor is part of the
 * state (letters narrow the list, so its own j and k cannot be used), and only the visible
 * choices are handed to it.
 */
export function Picker({
  state,
  screen,
}: {
  readonly state: State;
  readonly screen: PickerScreen;
}): ReactNode {
  const theme = useContext(ThemeContext);
  const options = narrowed(state, screen);
  const rows = pickerRows(state.size);
  const top = Math.max(0, Math.min(screen.cursor - Math.floor(rows / 2), options.length - rows));
  const shown = options.slice(top, top + rows);
  const width = state.size.columns;
  const name = Math.min(
    Math.max(16, ...options.map(({ label }) => cells(safeLine(label)))),
    Math.max(16, width - 40),
  );
  const items: ChoiceItem[] = shown.map((option) => ({
    key: option.value,
    label: theme.paint(optionLine(screen, option, name)),
    value: option.value,
  }));
  const at = screen.cursor - top;
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
      <Box height={rows + 1} flexDirection="column">
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

function optionLine(screen: PickerScreen, option: PickerOption, name: number): Line {
  const chosen = screen.chosen.includes(option.value);
  const box = screen.multiple ? (chosen ? '[●] ' : '[ ] ') : chosen ? '● ' : '  ';
  const counts = option.counts;
  return [
    { text: t`${box}`, style: chosen ? 'key' : 'dim' },
    { text: pad(safeLine(option.label), name), style: chosen ? 'strong' : 'text' },
    ...(counts === undefined
      ? []
      : [
          styled(pad(t`${grouped(counts.trials)}`, 8, 'right'), 'dim'),
          { text: pad(t`${percent(counts)}`, 8, 'right') },
          { text: t`  ` },
          ...rateBar(counts, 10),
        ]),
  ];
}

export function Palette({
  state,
  screen,
}: {
  readonly state: State;
  readonly screen: PaletteScreen;
}): ReactNode {
  const commands = paletteCommands(state, screen);
  const rows = pickerRows(state.size);
  const top = Math.max(0, Math.min(screen.cursor - rows + 1, commands.length - rows));
  const lines: readonly Line[] = [
    [{ text: t` : `, style: 'key' }, ...fieldSpans(screen.input.text, screen.input.cursor, true)],
    [],
    ...commands.slice(top, top + rows).map((command, index): Line => {
      const line = commandLine(state, command);
      return top + index === screen.cursor ? selected(line) : line;
    }),
    ...(commands.length === 0 ? [[styled(t`   no such command`, 'dim')]] : []),
  ];
  return (
    <Frame state={state} header={[{ text: t`Commands`, style: 'title' }]}>
      <Pane width={state.size.columns} height={bodyRows(state.size)} lines={lines} />
    </Frame>
  );
}

export function Help({
  state,
  screen,
}: {
  readonly state: State;
  readonly screen: HelpScreen;
}): ReactNode {
  const height = bodyRows(state.size);
  const lines = helpLines(state).map((line): Line =>
    line.type === 'title' ? [styled(t` ${line.text}`, 'title')] : commandLine(state, line.command),
  );
  const shown = lines.slice(screen.top, screen.top + height);
  const more = lines.length > screen.top + height;
  const title = placeTitle(placeOf(pop(state)));
  return (
    <Frame state={state} header={[{ text: t`Help · ${title}`, style: 'title' }]}>
      <Pane
        width={state.size.columns}
        height={height}
        lines={more ? shown.with(-1, [{ text: t`   ↓ more (j, PgDn)`, style: 'dim' }]) : shown}
      />
    </Frame>
  );
}

export function Problems({
  state,
  screen,
}: {
  readonly state: State;
  readonly screen: ProblemsScreen;
}): ReactNode {
  const height = bodyRows(state.size);
  const lines = state.problems
    .slice(screen.top, screen.top + height)
    .map(({ severity, source, place, message }): Line => [
      {
        text: pad(t` ${severity}`, 9),
        style: severity === 'error' ? 'failure' : severity === 'warning' ? 'warning' : 'dim',
      },
      { text: safeLine(`${source}${place === undefined ? '' : `, ${place}`}: `), style: 'accent' },
      { text: safeLine(message) },
    ]);
  return (
    <Frame state={state} header={problemsHeader(state)}>
      <Pane width={state.size.columns} height={height} lines={lines} />
    </Frame>
  );
}

function problemsHeader(state: State): Line {
  const passedOver = state.progress?.passedOver ?? 0;
  return [
    { text: t`Problems found while reading`, style: 'title' },
    {
      text: passedOver === 0 ? t`` : t`  ${plural(passedOver, 'file')} of other kinds passed over`,
      style: 'dim',
    },
  ];
}

function commandLine(state: State, command: Command): Line {
  const keys = command === 'quote' ? '1-9' : keysOf(command, state).map(keyLabel).join(' ');
  return [{ text: pad(t`   ${keys}`, 20), style: 'key' }, { text: t`${bindingOf(command).help}` }];
}
