/** What a screen does: the row of a screen in the table of `index.ts`. */
import type { Progress, Refusal, RequestName, Result } from '../../collection/protocol.ts';
import type { Command, ScreenCommand } from '../commands.ts';
import { MOVES, type Move } from '../moves.ts';
import type { KeyContext, TypingContext } from '../key-contexts.ts';
import type { Key, TimerName } from '../message.ts';
import type { State } from '../state.ts';
import type { TextInput } from '../text-input.ts';
import { findScreen, notify, without, type Transition } from '../transition.ts';
import type { ContextOf, FocusOf, FocusType } from './states.ts';

/** How a command came about. */
export type Press = {
  /** Empty where it was chosen in the palette. */
  readonly key: Key;
  /** Carries out another command. */
  readonly run: (state: State, command: Command) => Transition;
};

/** Carries out a command. `focus`: the screen or the prompt that has the keys. */
export type Handler<F> = (state: State, focus: F, press: Press) => Transition;

/** The handlers of a context: one for each command with a binding there that is not global. */
type Handlers<C extends KeyContext, F> = {
  readonly [K in ScreenCommand<C>]: Handler<F>;
};

/** The text field that has the keys of a context, and what a change of it does. */
type Input<F> = {
  readonly of: (focus: F) => TextInput;
  readonly changed: (state: State, focus: F, input: TextInput) => Transition;
};

/** What a screen does with the answers to a request. */
export type Answering<N extends RequestName> = {
  readonly take: (state: State, result: Result<N>, isPart: boolean) => Transition;
  /** Without it a mistake in the query is the filter's, and a failure a notice. */
  readonly refused?: (state: State, reason: Refusal) => Transition;
};
export type Answers = { readonly [N in RequestName]?: Answering<N> };

/** What happens at the end of a timer. `now`: milliseconds of a clock that only goes forward. */
export type Timers = { readonly [N in TimerName]?: (state: State, now: number) => Transition };

/** How loading has gone on: more was read, or everything has been. */
type Loaded = { readonly type: 'progress' | 'done'; readonly progress: Progress };

type TypingIn<T extends FocusType> = Extract<ContextOf<T>, TypingContext>;

/** What a screen does without a key. */
export type Events = {
  readonly answers?: Answers;
  /** What happens wherever the screen is in the stack, if it is there. */
  readonly onLoad?: (state: State, loaded: Loaded) => Transition;
  /** Another store answers from now on. */
  readonly onOpened?: (state: State) => Transition;
  readonly onResize?: (state: State) => Transition;
  readonly timers?: Timers;
};

export type ScreenRow<T extends FocusType> = Events & {
  /** By context, then by command. */
  readonly handlers: { readonly [C in ContextOf<T>]: Handlers<Extract<C, KeyContext>, FocusOf<T>> };
  /** What every command of the screen does first. */
  readonly before?: (state: State, focus: FocusOf<T>) => State;
} & ([TypingIn<T>] extends [never]
    ? { readonly inputs?: undefined }
    : { readonly inputs: { readonly [C in TypingIn<T>]: Input<FocusOf<T>> } });

/** Tells why there is no answer. A screen that has nothing to show without one is left again. */
export function leftWhereEmpty(
  type: 'concordance' | 'secondLook',
): NonNullable<Answering<RequestName>['refused']> {
  return (state, reason) => {
    const isEmpty = findScreen(state, type)?.result === undefined;
    const message = reason.type === 'query' ? reason.error.message : reason.message;
    return notify(isEmpty ? without(state, type) : state, message, 'error');
  };
}

/** What has the keys. */
type Focus = FocusOf<FocusType>;

/** A row where the compiler does not know of which screen it is. */
export type AnyRow = {
  readonly handlers: {
    readonly [C in KeyContext]?: { readonly [K in Command]?: Handler<Focus> };
  };
  readonly inputs?: { readonly [C in KeyContext]?: Input<Focus> };
  readonly before?: (state: State, focus: Focus) => State;
};

/** The handlers of all moves, where they are bound together. */
export function moves<F>(move: (state: State, focus: F, move: Move) => Transition): {
  readonly [K in Move]: Handler<F>;
} {
  const handlers = MOVES.map((one) => [one, (state: State, focus: F) => move(state, focus, one)]);
  return Object.fromEntries(handlers) as { readonly [K in Move]: Handler<F> };
}
