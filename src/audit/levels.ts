/** Names that the command line offers: apart from the schema, which takes longer to load. */
export const BLIND_LEVELS = ['verdict', 'model', 'source', 'condition', 'names'] as const;
export const REVEALS = ['end', 'each', 'never'] as const;
/** Forms of `audit export`. */
export const AUDIT_EXPORTS = ['csv', 'jsonl', 'scout', 'inspect', 'inspect-edits'] as const;
