/** Where the worker threads' files are: beside the bundle, or in the sources when run from there. */

const SOURCES = {
  'ingest-worker': '../ingest/worker.ts',
  'query-worker': '../viewer/query-worker.ts',
  'redact-worker': './redacted/worker.ts',
} as const;

/** The file of a worker, for `startThread`. */
export function workerFile(name: keyof typeof SOURCES): URL {
  const fromSources = import.meta.url.endsWith('.ts');
  return new URL(fromSources ? SOURCES[name] : `./${name}.js`, import.meta.url);
}
