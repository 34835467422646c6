/** Where notes on trials are kept, and whose they are. */
import type { AnnotationSource } from '../annotations/file.ts';
import { userName } from '../base/user-name.ts';
import { collectionName } from '../ingest/locate.ts';
import type { IngestRequest } from '../ingest/messages.ts';
import { notesFile } from '../process/folders.ts';
import type { Config } from './config.ts';

/** The files of notes, one's own first. Empty where there is no home folder. */
export function notesFiles({ notes }: Pick<Config, 'notes'>): readonly string[] {
  const usual = notesFile();
  return notes ?? (usual === undefined ? [] : [usual]);
}

/** Undefined where there is no file to keep notes in. */
export function annotationSource(
  request: IngestRequest,
  config: Pick<Config, 'notes' | 'author'>,
): AnnotationSource | undefined {
  const files = notesFiles(config);
  if (files.length === 0) return undefined;
  return { files, author: config.author ?? userName(), collection: collectionName(request) };
}
