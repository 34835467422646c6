/** The Concordance: words in context, and in how many trials they are said in private, in what was sent, or in both. */
import type { Result } from '../../../collection/protocol.ts';
import type { LineOrder } from '../../../concordance/types.ts';
import type { Switches } from '../../../query/query-input.ts';
import type { GroupField } from '../../../trial/catalogue.ts';

export type ConcordanceScreen = {
  readonly type: 'concordance';
  /** What is looked for, with the forms that were switched by hand. */
  readonly text: string;
  readonly switches: Switches;
  readonly by: GroupField;
  readonly order: LineOrder;
  readonly result: Result<'concordance'> | undefined;
  readonly pane: 'lines' | 'table' | 'forms';
  /** Line under the cursor, and the first that is shown. */
  readonly cursor: number;
  readonly top: number;
  /** The same of the table, and its column. */
  readonly row: number;
  readonly rowTop: number;
  readonly column: number;
  /** How it was counted, and all that limits it, in place of lines and table. */
  readonly isWhole: boolean;
  /** The form under the cursor. */
  readonly form: number;
};

export const concordance = {
  initial: ({
    text,
    switches,
  }: Pick<ConcordanceScreen, 'text' | 'switches'>): ConcordanceScreen => ({
    type: 'concordance',
    text,
    switches,
    by: 'model',
    order: 'trial',
    result: undefined,
    pane: 'lines',
    cursor: 0,
    top: 0,
    row: 0,
    rowTop: 0,
    column: 3,
    isWhole: false,
    form: 0,
  }),
  contexts: {
    'concordance-lines': { title: 'Concordance', keys: 'work' },
    'concordance-table': { title: 'Concordance · table', keys: 'work' },
    'concordance-forms': { title: 'Concordance · forms', keys: 'work' },
  },
  contextOf: ({ pane }: ConcordanceScreen) => `concordance-${pane}` as const,
} as const;
