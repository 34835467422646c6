/** The table of screens against the table of bindings: what the compiler must refuse, and what it sees. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { BINDINGS, type Binding } from '../../src/app/bindings.ts';
import {
  isGlobal,
  type Command,
  type CommandAt,
  type ScreenCommand,
} from '../../src/app/commands.ts';
import { GLOBAL_COMMANDS } from '../../src/app/global-commands.ts';
import { KEY_CONTEXTS, type KeyContext } from '../../src/app/key-contexts.ts';
import { COMMANDS } from '../../src/app/keymap.ts';
import { helpRow } from '../../src/app/screens/help/update.ts';
import type { HelpScreen } from '../../src/app/screens/help/state.ts';
import { rowOf, SCREENS, screenTable } from '../../src/app/screens/index.ts';
import { pickerRow } from '../../src/app/screens/picker/update.ts';
import { searchRow } from '../../src/app/screens/search/update.ts';
import type { Handler, ScreenRow } from '../../src/app/screens/screen.ts';
import { STATES, type FocusType } from '../../src/app/screens/states.ts';

const nothing: Handler<HelpScreen> = (state) => [state];

describe('the compiler refuses', () => {
  it('a binding without a handler', () => {
    const { back: _, ...others } = helpRow.handlers.help;
    // @ts-expect-error: `back` is bound in help
    const row = { handlers: { help: others } } satisfies ScreenRow<'help'>;
    // @ts-expect-error: not in the table either
    const table = screenTable({ ...SCREENS, help: row });
    expect(table.help).toBe(row);
  });

  it('a handler without a binding', () => {
    const row = {
      handlers: {
        help: {
          ...helpRow.handlers.help,
          // @ts-expect-error: nothing is marked in help
          mark: nothing,
        },
      },
    } satisfies ScreenRow<'help'>;
    // @ts-expect-error: not in the table either
    const table = screenTable({ ...SCREENS, help: row });
    expect(table.help).toBe(row);
  });

  it('a handler without a binding that a spread brings along', () => {
    const more = { ...helpRow.handlers.help, mark: nothing };
    const row = { handlers: { help: { ...more } } } as const satisfies ScreenRow<'help'>;
    // @ts-expect-error: nothing is marked in help
    const table = screenTable({ ...SCREENS, help: row });
    expect(table.help).toBe(row);
  });

  it('a global command that a screen handles as well', () => {
    const row = {
      handlers: {
        help: {
          ...helpRow.handlers.help,
          // @ts-expect-error: the program is quit alike everywhere
          quit: nothing,
        },
      },
    } satisfies ScreenRow<'help'>;
    expect(row).toBeDefined();
    // @ts-expect-error: a command that does not exist
    const globals: typeof GLOBAL_COMMANDS = { ...GLOBAL_COMMANDS, fly: GLOBAL_COMMANDS.quit };
    // @ts-expect-error: without one that does
    const fewer: typeof GLOBAL_COMMANDS = { quit: GLOBAL_COMMANDS.quit };
    expect([globals, fewer]).toHaveLength(2);
  });

  it('a place to type in without a text field, and one where nothing is typed', () => {
    const { handlers } = pickerRow;
    // @ts-expect-error: letters are typed in a picker
    const silent = { handlers } satisfies ScreenRow<'picker'>;
    // @ts-expect-error: none are typed in help
    const typing = { ...helpRow, inputs: pickerRow.inputs } satisfies ScreenRow<'help'>;
    expect([silent, typing]).toHaveLength(2);
  });

  it('a table without a screen, and one in which an answer goes to no screen', () => {
    const { help: _, ...fewer } = SCREENS;
    // @ts-expect-error: help is a screen
    expect(screenTable(fewer)).toBeDefined();
    const { answers: __, ...search } = searchRow;
    // @ts-expect-error: results of a search would be lost
    expect(screenTable({ ...SCREENS, search })).toBeDefined();
  });

  it('a binding where no keys go', () => {
    // @ts-expect-error: no such context
    const binding: Binding = { ...BINDINGS.mark, where: ['dockett'] };
    expect(binding.keys).toEqual(['space']);
  });

  it('nothing else: the types are of these very commands', () => {
    expectTypeOf<ScreenCommand<'prompt'>>().toEqualTypeOf<'accept' | 'cancel'>();
    expectTypeOf<Extract<CommandAt<'help'>, 'mark' | 'quit' | 'down'>>().toEqualTypeOf<
      'quit' | 'down'
    >();
  });
});

describe('every command', () => {
  const bound = KEY_CONTEXTS.flatMap((context) =>
    COMMANDS.filter((command) =>
      (BINDINGS[command].where as readonly KeyContext[]).includes(context),
    ).map((command) => [context, command] as const),
  );
  const types = Object.keys(STATES) as readonly FocusType[];
  const handled = types.flatMap((type) =>
    Object.entries(rowOf(type).handlers).flatMap(([context, handlers]) =>
      Object.keys(handlers).map((command) => [context as KeyContext, command as Command] as const),
    ),
  );

  it('has a handler exactly where it is bound, or is global', () => {
    const own = bound.filter(([, command]) => !isGlobal(command));
    const names = (pairs: readonly (readonly string[])[]) => pairs.map(String).toSorted();
    expect(names(handled)).toEqual(names(own));
    expect(own.length).toBeGreaterThan(100);
  });

  it('is global where it is bound and no screen handles it', () => {
    const all = new Set(bound.map(([, command]) => command).filter(isGlobal));
    expect([...all].toSorted()).toEqual(Object.keys(GLOBAL_COMMANDS).toSorted());
  });
});
