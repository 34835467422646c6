/** Names that the command line offers: apart from the schema, which takes longer to load. */
export const BLIND_LEVELS = ['verdict', 'model', 'source', 'condition', 'names'] as const;
export const REVEALS = ['end', 'each', 'never'] as const;
