// A page is made of panels. Each asks the API for its part, draws it anew only where the answer is another one, and is asked again when it changed.

import {ApiError, ask} from './api.js';
import {el, replace} from './dom.js';

/** Not more often than that, however much happens. */
const BETWEEN_MS = 1_000;
const AGAIN_MS = 5_000;

export class Page {
  /** @param route where we are: {path, query} */
  constructor(root, route) {
    this.root = root;
    this.route = route;
    this.panels = [];
    this.leaving = [];
    this.ended = new AbortController();
  }

  get query() {
    return this.route.query;
  }

  /**
   * A part of the page.
   *
   * @param load asks for what is shown; is given ask(path, parameters)
   * @param render is given the answer and the element to fill
   * @param subjects changes of which make it ask again
   * @param model whose changes it is about; all where it is left out
   * @param uses parts of the query that make it ask again
   * @param between not more often than that it asks again since something changed, in milliseconds
   * @param settle how long a question waits for the next one that replaces it, in milliseconds
   * @param draws parts of the query that make it draw again
   */
  panel(panel) {
    const body = el('div', {class: 'panel-body', 'aria-busy': 'true'}, el('p', {class: 'waiting'}, 'Loading…'));
    const made = new Panel(this, body, panel);
    this.panels.push(made);
    return body;
  }

  /** Asks for all that is shown. */
  refresh() {
    this.panels.forEach(panel => panel.soon(0));
  }

  /** Draws all again: colours or the time zone are others. */
  redraw() {
    this.panels.forEach(panel => panel.draw(true));
  }

  changed(changes) {
    for (const panel of this.panels) {
      if (changes.some(change => panel.concerns(change))) {
        panel.soon(panel.of.between ?? BETWEEN_MS);
      }
    }
  }

  /** The same page with another query. */
  turn(route) {
    const before = this.route.query;
    this.route = route;
    const differs = key => before[key] !== route.query[key];
    for (const panel of this.panels) {
      if ((panel.of.uses ?? []).some(differs)) {
        panel.soon(0);
      } else if ((panel.of.draws ?? []).some(differs)) {
        panel.draw(true);
      }
    }
    this.onturn?.(differs);
  }

  /** Lets go of panels that are no more seen. */
  drop(panels) {
    panels.forEach(panel => panel.stop());
    this.panels = this.panels.filter(panel => !panels.includes(panel));
  }

  leave() {
    this.ended.abort();
    this.panels.forEach(panel => panel.stop());
    this.leaving.forEach(each => each());
  }
}

class Panel {
  constructor(page, body, of) {
    this.page = page;
    this.body = body;
    this.of = of;
    this.last = 0;
    this.shown = null;
    this.soon(0);
  }

  concerns({model, subject}) {
    return (this.of.subjects ?? []).includes(subject) && (this.of.model === undefined || model === this.of.model);
  }

  /** Asks again, and at least so long after the last time. */
  soon(between) {
    if (between > 0 && this.timer !== undefined) {
      return;
    }
    clearTimeout(this.timer);
    const wait = Math.max(0, this.last + between - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.load();
    }, between === 0 ? this.of.settle ?? 0 : wait);
  }

  stop() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  async load() {
    this.last = Date.now();
    this.asked?.abort();
    const asked = new AbortController();
    this.asked = asked;
    const signal = AbortSignal.any([asked.signal, this.page.ended.signal]);
    try {
      const answer = await this.of.load((path, parameters) => ask(path, parameters, signal));
      if (!signal.aborted) {
        this.failed = null;
        this.show(answer);
      }
    } catch (e) {
      if (e.name !== 'AbortError' && !signal.aborted) {
        this.fail(e);
      }
    }
  }

  show(answer) {
    const text = JSON.stringify(answer);
    if (text === this.text && !this.body.dataset.failed) {
      return;
    }
    this.text = text;
    this.answer = answer;
    this.draw(false);
  }

  /** @param whole whether what is drawn can't be brought up to date, since colours or times look different */
  draw(whole) {
    if (this.answer === undefined || this.failed) {
      return;
    }
    if (!whole && isSelecting(this.body)) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.draw(false);
      }, BETWEEN_MS);
      return;
    }
    delete this.body.dataset.failed;
    this.body.removeAttribute('aria-busy');
    this.of.render(this.answer, this.body);
  }

  fail(e) {
    if (e.isOfConnection && this.answer !== undefined && !this.failed) {
      return; // What is shown stays, the frame says how old it is, and it is asked for again once somebody is there.
    }
    if (!(e instanceof ApiError)) {
      console.error(e);
    }
    this.failed = e;
    this.text = undefined;
    this.body.dataset.failed = 'true';
    this.body.removeAttribute('aria-busy');
    replace(this.body, el('div', {class: 'failure', role: e.isOfConnection ? null : 'alert'},
      el('p', null, e.message),
      el('button', {type: 'button', onclick: () => this.soon(0)}, 'Try again')));
    if (e.passes && this.timer === undefined) {
      this.last = Date.now();
      this.soon(AGAIN_MS);
    }
  }
}

/** Whether somebody is about to copy from it. */
function isSelecting(element) {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && element.contains(selection.anchorNode);
}

/** A titled part of a page. */
export function section(title, {note, id, tools, className} = {}, ...children) {
  const heading = 'h-' + (id ?? title.toLowerCase().replace(/[^a-z]+/g, '-'));
  return el('section', {class: 'card ' + (className ?? ''), 'aria-labelledby': heading},
    el('div', {class: 'card-head'},
      el('h2', {id: heading}, title),
      note && el('p', {class: 'note'}, note),
      tools && el('div', {class: 'card-tools'}, tools)),
    children);
}
