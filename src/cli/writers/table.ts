/** The table of writers. Each is loaded when it is asked for. */
import type { ExportForm } from './forms.ts';
import type { Writer } from './writer.ts';

export const WRITERS: Readonly<Partial<Record<ExportForm, () => Promise<Writer>>>> = {
  md: async () => (await import('./md.ts')).md,
  html: async () => (await import('./html.ts')).html,
  pdf: async () => (await import('./pdf.ts')).pdf,
  csv: async () => (await import('./csv.ts')).csv,
  jsonl: async () => (await import('./jsonl.ts')).jsonl,
};
