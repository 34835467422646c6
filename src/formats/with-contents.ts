/** Formats whose files have a table of contents: a trial that is opened needs these readers and no others. */
import type { Format } from './format.ts';
import { inspect } from './inspect.ts';

export const WITH_CONTENTS: readonly Format[] = [inspect];
