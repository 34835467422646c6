/** The picker: a list to choose from, narrowed by what is typed. */
import type { FacetValue } from '../../../query/results.ts';
import type { GroupField } from '../../../trial/catalogue.ts';
import type { CollectionField } from '../../../trial/collection-fields.ts';
import { emptyInput, type TextInput } from '../../text-input.ts';

export type PickerOption = {
  readonly value: string;
  readonly label: string;
  /** What it is, in a few words. */
  readonly about?: string | undefined;
  readonly counts?: FacetValue['counts'];
  readonly rated?: FacetValue['rated'] | undefined;
};

export type PickerScreen = {
  readonly type: 'picker';
  readonly title: string;
  /** What the choice is for. */
  readonly use:
    | { readonly type: 'filter'; readonly field: GroupField }
    | { readonly type: 'facet' }
    | { readonly type: 'sort' }
    | { readonly type: 'by' }
    | { readonly type: 'concordanceBy' }
    | { readonly type: 'split' }
    | { readonly type: 'columns' }
    | { readonly type: 'groupSort' }
    | { readonly type: 'share' }
    | { readonly type: 'judge' }
    | { readonly type: 'cut'; readonly field: CollectionField };
  readonly multiple: boolean;
  /** Undefined: the values of the field filtered by, as they are counted at the moment. */
  readonly options: readonly PickerOption[] | undefined;
  readonly chosen: readonly string[];
  /** Choices that were taken back here. */
  readonly removed: readonly string[];
  /** Something was chosen or taken back here. */
  readonly isMarked: boolean;
  /** That, or the cursor was moved, or the list narrowed. */
  readonly isTouched: boolean;
  readonly narrow: TextInput;
  readonly cursor: number;
};

export const picker = {
  initial: (
    offered: Omit<PickerScreen, 'type' | 'narrow' | 'removed' | 'isMarked' | 'isTouched'>,
  ): PickerScreen => ({
    type: 'picker',
    narrow: emptyInput,
    removed: [],
    isMarked: false,
    isTouched: false,
    ...offered,
  }),
  contexts: { picker: { title: 'Picker', keys: 'text' } },
  contextOf: () => 'picker',
} as const;
