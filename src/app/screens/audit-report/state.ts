/** The report of an audit, on screen. */
import type { Differences } from '../../../audit/differences.ts';
import type { FullReport } from '../../../audit/full-report.ts';

/** What the screens of an audit show. */
export type AuditView = {
  readonly report: FullReport;
  /** The same with figures of each model; undefined: the key that has their sizes is not there. */
  readonly byModel: FullReport | undefined;
  readonly differences: Differences;
  /** The command that settles what two auditors disagree on. */
  readonly adjudicate: string;
};

export type AuditReportScreen = {
  readonly type: 'audit-report';
  readonly view: AuditView;
  /** First line shown. */
  readonly top: number;
  readonly shows: 'figures' | 'models' | 'text';
  /** The viewer was opened for it: leaving it is the end. */
  readonly isRoot: boolean;
};

export const auditReport = {
  initial: (view: AuditView, isRoot: boolean): AuditReportScreen => ({
    type: 'audit-report',
    view,
    top: 0,
    shows: 'figures',
    isRoot,
  }),
  contexts: { 'audit-report': { title: 'Report of an audit', keys: 'page' } },
  contextOf: () => 'audit-report',
} as const;
