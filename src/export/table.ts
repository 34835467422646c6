/** The table of writers. Each is loaded when it is asked for. */
import type { ExportForm } from './forms.ts';
import type { Writer } from './writer.ts';

export const WRITERS: Readonly<Record<ExportForm, () => Promise<Writer>>> = {
  md: async () => (await import('./md.ts')).md,
  html: async () => (await import('./html.ts')).html,
  pdf: async () => (await import('./pdf.ts')).pdf,
  cast: async () => (await import('./cast.ts')).cast,
  svg: async () => (await import('./svg.ts')).svg,
  csv: async () => (await import('./csv.ts')).csv,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
};
