/** The contexts that keys go to: a screen, or the pane of a screen that has the focus. */
import { STATES, type ContextOf, type FocusType } from './screens/states.ts';

type ContextsOf<T extends FocusType> = (typeof STATES)[T]['contexts'];
export type KeyContext = { [T in FocusType]: ContextOf<T> }[FocusType];

/** Contexts of the kinds `K`. */
type OfKind<K> = {
  [T in FocusType]: {
    [C in ContextOf<T>]: ContextsOf<T>[C] extends { readonly keys: K } ? C : never;
  }[ContextOf<T>];
}[FocusType];

/** Contexts where letters are typed instead of meaning commands. */
export type TypingContext = OfKind<'text'>;
type ReadingContext = Exclude<KeyContext, TypingContext>;
type WorkingContext = OfKind<'work'>;

type Context = { readonly title: string; readonly keys: 'work' | 'page' | 'text' };
const CONTEXTS = Object.fromEntries(
  Object.values(STATES).flatMap(({ contexts }) => Object.entries<Context>(contexts)),
) as Readonly<Record<KeyContext, Context>>;

export const KEY_CONTEXTS = Object.keys(CONTEXTS) as readonly KeyContext[];
export const TYPING = KEY_CONTEXTS.filter(isTypingContext);
export const READING = KEY_CONTEXTS.filter(
  (context): context is ReadingContext => !isTypingContext(context),
);
/** Where an auditor works, as opposed to pages that are looked at and what an audience sees. */
export const WORKING = KEY_CONTEXTS.filter(
  (context): context is WorkingContext => CONTEXTS[context].keys === 'work',
);

export function isTypingContext(context: KeyContext): context is TypingContext {
  return CONTEXTS[context].keys === 'text';
}

/** A context in words, for the titles of help and docs. */
export function contextTitle(context: KeyContext): string {
  return CONTEXTS[context].title;
}
