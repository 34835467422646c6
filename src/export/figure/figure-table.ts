/** A table of a figure, as cells of text. */
export type FigureTable = {
  readonly columns: readonly string[];
  /** So many columns from the left are names. */
  readonly names: number;
  readonly rows: readonly (readonly string[])[];
};
