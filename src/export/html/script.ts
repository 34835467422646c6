/**
 * The script of every page: steps through it by keys and buttons. It is static, knows no data, and
 * the page can be read whole without it.
 */
export const SCRIPT = `'use strict';
(() => {
  const steps = [...document.querySelectorAll('[data-step]')];
  const byId = (id) => document.getElementById(id);
  const bar = byId('steps');
  let at = -1;

  const inView = (step) => {
    const box = step.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };

  /** Where the reader is: the step last gone to, or after scrolling the one looked at. */
  const here = () => {
    if (at >= 0 && inView(steps[at])) return at;
    const seen = document.elementFromPoint(innerWidth / 2, innerHeight / 3);
    const step = seen && seen.closest('[data-step]');
    return step ? steps.indexOf(step) : at;
  };

  /** What of a step is still held back. */
  const heldIn = (index) => index >= 0 && steps[index].querySelector('details.held:not([open])');

  const mark = (index) => {
    if (index < 0) return;
    if (at >= 0) steps[at].removeAttribute('aria-current');
    at = index;
    steps[at].setAttribute('aria-current', 'step');
    byId('place').textContent = at + 1 + ' of ' + steps.length;
    byId('back').disabled = at === 0;
    byId('next').disabled = at === steps.length - 1 && !heldIn(at);
  };

  const go = (index) => {
    const step = steps[index];
    if (!step) return;
    mark(index);
    step.focus({ preventScroll: true });
    const before = step.previousElementSibling;
    const top = before && before.tagName === 'HEADER' ? step.parentElement : step;
    top.scrollIntoView({ block: 'start' });
    try {
      history.replaceState(null, '', '#' + step.id);
    } catch {
      // Where the address may not be changed, the page works all the same.
    }
  };

  /** What is held back is revealed first; then comes the next step. */
  const next = () => {
    const index = here();
    const held = heldIn(index);
    if (!held) return go(index + 1);
    held.open = true;
    held.scrollIntoView({ block: 'nearest' });
    mark(index);
  };
  const back = () => go(Math.max(0, here() - 1));

  /** A step longer than the window is read to its end before the next. */
  const onward = () => {
    const index = here();
    const box = index >= 0 && steps[index].getBoundingClientRect();
    if (box && inView(steps[index]) && box.bottom > innerHeight) {
      scrollBy({ top: innerHeight * 0.8 });
    } else next();
  };

  const KEYS = {
    ArrowRight: next,
    ArrowLeft: back,
    Home: () => go(0),
    End: () => go(steps.length - 1),
    ' ': (event) => (event.shiftKey ? back() : onward()),
  };
  addEventListener('keydown', (event) => {
    const act = KEYS[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    // Space presses what has the focus; arrows scroll a table that has it.
    if (event.key === ' ' && event.target.closest('a, button, summary')) return;
    if (event.key.startsWith('Arrow') && event.target.closest('.wide')) return;
    event.preventDefault();
    act(event);
  });
  byId('next').addEventListener('click', next);
  byId('back').addEventListener('click', back);

  const markPlace = (target) => {
    const step = target && target.closest && target.closest('[data-step]');
    if (step) mark(steps.indexOf(step));
  };
  const followAddress = () => {
    const target = byId(location.hash.slice(1));
    markPlace(target && (target.closest('[data-step]') || target.querySelector('[data-step]')));
  };
  addEventListener('focusin', (event) => markPlace(event.target));
  addEventListener('hashchange', followAddress);

  // Paper cannot be opened: what is folded is printed open.
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const one of opened) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of opened) one.open = false;
  });

  if (steps.length > 1) bar.hidden = false;
  byId('place').textContent = steps.length + ' steps';
  followAddress();
})();
`;
