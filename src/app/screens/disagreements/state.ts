/** Where auditors differ, and where they differ from the judge, on screen. */
import type { Difference } from '../../../audit/differences.ts';
import type { AuditView } from '../audit-report/state.ts';

export const DIFFERENCE_ORDERS = ['item', 'model', 'why'] as const;

export type DisagreementsScreen = {
  readonly type: 'disagreements';
  readonly view: AuditView;
  /** The row under the cursor, and the first one shown. */
  readonly cursor: number;
  readonly top: number;
  /** Only what nobody settled. */
  readonly onlyOpen: boolean;
  readonly order: (typeof DIFFERENCE_ORDERS)[number];
  /** The viewer was opened for it: leaving it is the end. */
  readonly isRoot: boolean;
};

export const disagreements = {
  initial: (view: AuditView, isRoot: boolean): DisagreementsScreen => ({
    type: 'disagreements',
    view,
    cursor: 0,
    top: 0,
    onlyOpen: false,
    order: 'item',
    isRoot,
  }),
  contexts: { disagreements: { title: 'Disagreements of an audit', keys: 'page' } },
  contextOf: () => 'disagreements',
} as const;

/** The rows that are listed, in their order. */
export function listedDifferences({
  view,
  onlyOpen,
  order,
}: Pick<DisagreementsScreen, 'view' | 'onlyOpen' | 'order'>): readonly Difference[] {
  const { rows } = view.differences;
  const shown = onlyOpen ? rows.filter(({ isOpen }) => isOpen) : rows;
  const valueOf = (one: Difference): string => (order === 'item' ? '' : (one[order] ?? '\uFFFF'));
  return shown.toSorted((one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    return a === b ? one.item - other.item : a < b ? -1 : 1;
  });
}
