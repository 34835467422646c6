/** The rail: every step of a trial at a glance, with search hits and signals marked. */
import { bookmarkAt } from '../../app/screens/bookmarks/stops.ts';
import type { LoadedTrial, ReplayScreen } from '../../app/screens/replay/state.ts';
import type { State } from '../../app/state.ts';
import { railSteps, signalsFound } from '../../app/screens/replay/rail.ts';
import { isFolded } from '../../app/screens/replay/steps.ts';
import { safeLine, t, type SafeText } from '../../text/safe.ts';
import { type Line, type Span, styled } from '../../text/spans.ts';
import { pad, width as cells } from '../../text/width.ts';
import type { Style } from '../../text/styles.ts';
import type { Turn } from '../../trial/types.ts';
import { KIND_GLYPHS, kindLabel, OUTCOME_GLYPHS } from '../../trial/display.ts';
import { selected } from '../../text/theme.ts';

/** The rail's lines, scrolled so that the current step is in view. */
export function railLines(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  width: number,
  height: number,
): readonly Line[] {
  const legend = signalLegend(state, screen, loaded, width);
  const { steps, room } = railSteps(state, screen, loaded, height);
  const rows = steps.map((step) => stepLine(state, screen, loaded, step, width));
  const blank = Array.from({ length: Math.max(0, room - rows.length) }, (): Line => []);
  return [...rows, ...blank, ...legend];
}

function stepLine(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  step: number,
  width: number,
): Line {
  const turn = loaded.trial.turns[step - 1];
  const digits = String(loaded.trial.turns.length + 1).length;
  const marks = marksOf(state, screen, loaded, step);
  const markCells = marks.reduce((sum, { text }) => sum + cells(text), 0);
  const glyph = turn === undefined ? OUTCOME_GLYPHS[loaded.trial.verdict.outcome] : glyphOf(turn);
  const folded = isFolded(loaded.trial, step, screen.folded);
  const style = turn === undefined ? loaded.trial.verdict.outcome : folded ? 'dim' : styleOf(turn);
  const line: Line = [
    { text: step === screen.step ? t`›` : t` `, style: 'key' },
    { text: t`${String(step).padStart(digits)} `, style: 'dim' },
    { text: t`${glyph} `, style },
    { text: pad(stepTitle(turn), Math.max(1, width - digits - 5 - markCells)), style },
    ...marks,
    { text: t` ` },
  ];
  return step === screen.step ? selected(line) : line;
}

/** What a step is, in a few words: for an email who wrote it and what about. */
function stepTitle(turn: Turn | undefined): SafeText {
  if (turn === undefined) return t`verdict`;
  const who = (address: string | undefined): string =>
    address?.replace(/[<>"]/g, '').split('@')[0] ?? '';
  if (turn.kind === 'reasoning') {
    return turn.withheld === true ? t`reasoning withheld` : t`reasoning`;
  }
  if (turn.kind === 'email') return safeLine(`${who(turn.from)}: ${turn.subject ?? ''}`);
  if (turn.kind === 'action' && turn.to !== undefined) {
    const draft = turn.draft === true ? 'draft' : (turn.name ?? 'email');
    return safeLine(`${draft} → ${who(turn.to)}`);
  }
  return safeLine(kindLabel(turn));
}

function glyphOf(turn: Turn): string {
  if (turn.draft === true) return '▷';
  return turn.withheld === true ? '○' : KIND_GLYPHS[turn.kind];
}

function styleOf(turn: Turn): Style {
  return turn.draft === true ? 'draft' : turn.kind;
}

/** Whether a step is bookmarked, marks of the signals it has, and the number of search hits. */
function marksOf(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  step: number,
): readonly Span[] {
  const found = screen.scan?.marks[step - 1];
  const hits = found?.hits ?? 0;
  const signals = signalNames(state, loaded).flatMap(({ name, mark }) =>
    found?.signals.includes(name) === true ? [styled(t`${mark}`, 'signal-mark')] : [],
  );
  return [
    ...(bookmarkAt(state, loaded, step) < 0 ? [] : [styled(t` ◆`, 'key')]),
    ...(signals.length > 0 ? [{ text: t` ` }, ...signals] : []),
    ...(hits > 0 ? [{ text: t` ` }, styled(t`${hits > 99 ? '99+' : hits}`, 'hit')] : []),
  ];
}

/** Marks of signals, in the order of the config: shapes, since letters look like keys. */
const MARKS = ['▲', '■', '◇', '▼', '□', '△', '◐', '▽'] as const;

function signalNames(
  state: State,
  loaded: LoadedTrial,
): readonly { readonly name: string; readonly mark: string }[] {
  return state.settings.signals
    .filter((name) => loaded.signals[name] !== undefined)
    .map((name, index) => ({ name, mark: MARKS[index % MARKS.length] ?? '▲' }));
}

/** What the marks mean; only those that occur in this trial. */
function signalLegend(
  state: State,
  screen: ReplayScreen,
  loaded: LoadedTrial,
  width: number,
): readonly Line[] {
  const found = signalsFound(state, screen, loaded);
  const present = signalNames(state, loaded).filter(({ name }) => found.includes(name));
  if (present.length === 0 || width === 0) return [];
  return [
    [],
    [{ text: t` signals`, style: 'dim' }],
    ...present.map(({ name, mark }): Line => [
      { text: t` ` },
      { text: t`${mark}`, style: 'signal-mark' },
      { text: safeLine(` ${name}`), style: 'dim' },
    ]),
  ];
}
