/** Forms that `export` knows, by their names after `--to`, which are also the endings of files. */
export const EXPORT_FORMS = ['md', 'html', 'pdf', 'cast', 'svg', 'csv', 'jsonl'] as const;
export type ExportForm = (typeof EXPORT_FORMS)[number];

/** Versions of the cast format that can be written. */
export const CAST_VERSIONS = ['2', '3'] as const;
