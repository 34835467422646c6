/** What the viewer is started with. */
import type { Colours } from '../text/theme.ts';
import type { ClaimsStart } from '../app/screens/claims/state.ts';
import type { Settings } from '../app/state.ts';
import type { AuditStart } from '../app/initial.ts';
import type { PresentStart } from '../app/screens/present/state.ts';
import type { AnnotationSource } from '../annotations/file.ts';
import type { IngestRequest } from '../ingest/messages.ts';
import type { ColumnField } from '../trial/catalogue.ts';
import type { Walkthrough } from '../walkthrough/types.ts';
import type { RedactSpec } from '../redact/types.ts';

/** What of the settings the viewer is told. */
type ViewerSettings = {
  readonly mouse: boolean;
  readonly colours: Colours;
  readonly theme: 'auto' | 'dark' | 'light' | 'none';
  /** Keys by command, in place of the built-in ones. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Name → query. */
  readonly signals: Readonly<Record<string, string>>;
  /** Shares and comparisons by name. */
  readonly presets: Settings['presets'];
  /** Columns of the list. */
  readonly columns?: readonly ColumnField[] | undefined;
  /** Pace of auto-play. */
  readonly wordsPerMinute: number;
};

export type ViewerOptions = {
  readonly request: IngestRequest;
  /** As the user typed them. */
  readonly paths: readonly string[];
  /** The bundled, synthetic sample study is what is opened. */
  readonly sample: boolean;
  /** A filter to begin with. */
  readonly query?: string | undefined;
  /** A trial to open, by its id or the end of it, and the turn to show. */
  readonly trial?: string | undefined;
  readonly turn?: number | undefined;
  /** A walkthrough whose stops are the bookmarks to begin with. */
  readonly opened?: { readonly file: string; readonly walkthrough: Walkthrough } | undefined;
  /** A walkthrough to present, and the file that it is in. */
  readonly present?: (PresentStart & { readonly file: string }) | undefined;
  /** The report of an audit of the collection, or its disagreements. */
  readonly audit?: AuditStart | undefined;
  /** What audits found of the shares that the Stats count. */
  readonly audited?: Settings['audited'];
  /** The claims of a file about the collection. */
  readonly claims?: ClaimsStart | undefined;
  /** Follow a presentation elsewhere, as its speaker. */
  readonly notes?: boolean;
  /** Do not offer to go on where the last opening was left. */
  readonly fresh?: boolean;
  /** How the collection is opened again by a command; undefined: it cannot be. */
  readonly again?:
    | { readonly paths: readonly string[]; readonly flags: readonly string[] }
    | undefined;
  /** Where notes of people are kept; undefined: nothing is noted. */
  readonly annotations?: AnnotationSource | undefined;
  /** What is hidden. */
  readonly redact: RedactSpec | undefined;
  /** Aborted with an `Interrupted` when the program is told to end. */
  readonly signal: AbortSignal;
  /** Show stack traces. */
  readonly debug: boolean;
  readonly config: ViewerSettings;
  /** Writes a report of a mistake of our own. Returns what to tell a person of it. */
  readonly report: (mistake: Error) => Promise<string>;
};
