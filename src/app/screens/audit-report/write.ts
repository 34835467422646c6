/** Writing the report of an audit to a file, whose ending says the form. */
import type { FullReport } from '../../../audit/full-report.ts';
import { reportData } from '../../../audit/report-data.ts';
import { latex, markdown, svg } from '../../../audit/report-table.ts';
import type { Message } from '../../message.ts';
import type { State } from '../../state.ts';
import { findScreen, notify, type Transition } from '../../transition.ts';
import type { Prompt } from '../prompt/state.ts';
import { typingLine } from '../prompt/typing.ts';
import type { AuditReportScreen } from './state.ts';

type Use = Extract<Prompt['use'], { type: 'report' }>;

const FORMS: Readonly<Record<string, (report: FullReport) => string>> = {
  md: markdown,
  tex: latex,
  svg,
  json: (report) => `${JSON.stringify(reportData(report), null, 2)}\n`,
};

/** `w`: asks for the name of a file. */
export function askToWrite(state: State, { view }: AuditReportScreen): Transition {
  const name = view.report.review.files[0]?.header.name ?? 'audit';
  return [typing(state, 'Write the report to (.md .tex .svg .json)', `${name}-report.md`)];
}

function typing(state: State, label: string, text: string, replace?: string): State {
  return typingLine(state, label, text, { type: 'report', replace });
}

/** Enter: what is on screen, with figures of each model where these are shown. */
export function writeReport(state: State, use: Use, file: string): Transition {
  const screen = findScreen(state, 'audit-report');
  if (screen === undefined || file === '') return [state];
  const form = FORMS[/\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''];
  if (form === undefined) {
    const again = typing(state, 'Write the report to', file);
    return notify(again, 'The ending says the form: .md, .tex, .svg or .json', 'warning');
  }
  const { report, byModel } = screen.view;
  const text = form(screen.shows === 'models' ? (byModel ?? report) : report);
  const replace = use.replace === file;
  return [state, { type: 'export', file, query: '', rule: undefined, replace, text }];
}

/** How writing went. */
export function takeReportWritten(
  state: State,
  { file, outcome }: Extract<Message, { type: 'exported' }>,
): Transition {
  switch (outcome.type) {
    case 'written':
      return notify(state, `The report is in ${file}`);
    case 'exists':
      return [typing(state, 'It is there already; Enter replaces it', file, file)];
    case 'failed':
      return notify(state, outcome.message, 'error');
    default:
      return outcome satisfies never;
  }
}
