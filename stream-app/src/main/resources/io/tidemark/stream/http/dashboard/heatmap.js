// Windows beside each other, features above each other. One canvas as large as what can be seen, drawn anew as it is scrolled: a thousand features cost no
// more than those in sight. Names and times are drawn into it, so that they stay where they are.

import {cut, el, visible} from './dom.js';
import {clockText, count, dayText, plural, spanText} from './format.js';
import {colours, drawCell, severityOf, severityWords, sized} from './severity.js';

const ROW = 20;
const LEAST_CELL = 9;
const MOST_CELL = 44;
const HEAD = 50;
const MOST_NAMES = 230;

export class HeatMap {
  /**
   * @param label what it is a map of
   * @param onMove is given {window, feature} where the cursor came to by keys or a click
   * @param onOpen is given the same where a feature is to be opened
   * @param onPoint is given the same, or null, where the mouse is
   */
  constructor({label, onMove, onOpen, onPoint}) {
    Object.assign(this, {onMove, onOpen, onPoint});
    this.windows = [];
    this.rows = [];
    this.cursor = {column: -1, row: -1};
    this.pointed = null;
    this.canvas = el('canvas', {'aria-hidden': 'true'});
    this.space = el('div', {class: 'map-space'});
    this.spoken = el('div', {class: 'hidden', 'aria-live': 'polite'});
    this.box = el('div', {
      class: 'map', tabindex: 0, role: 'application', 'aria-roledescription': 'heat map', 'aria-label': label, 'aria-describedby': 'map-keys',
    }, this.canvas, this.space);
    this.element = el('div', null, this.box, this.spoken);
    this.box.addEventListener('scroll', () => this.soon(), {passive: true});
    this.box.addEventListener('keydown', event => this.key(event));
    this.box.addEventListener('mousemove', event => this.point(this.at(event)));
    this.box.addEventListener('mouseleave', () => this.point(null));
    this.box.addEventListener('click', event => this.click(event));
    this.box.addEventListener('dblclick', event => this.open(this.at(event)));
    this.box.addEventListener('focus', () => this.soon());
    this.box.addEventListener('blur', () => this.soon());
    this.resized = new ResizeObserver(() => this.layout());
    this.resized.observe(this.box);
  }

  close() {
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
  }

  /**
   * Shows this.
   *
   * @param windows as the API has them
   * @param rows features with their severities; the first row, of the windows as a whole, is made here
   */
  show(windows, rows) {
    const first = this.windows.length === 0;
    const atEnd = this.box.scrollLeft + this.box.clientWidth >= this.box.scrollWidth - 4;
    this.windows = windows;
    this.rows = rows;
    this.layout();
    if (first || atEnd) {
      this.box.scrollLeft = this.box.scrollWidth;
    }
  }

  /** Puts the cursor there. */
  select(windowStart, feature) {
    this.cursor = {
      column: this.windows.findIndex(window => window.start === windowStart),
      row: this.rows.findIndex(row => row.feature === feature),
    };
    if (this.cursor.column >= 0) {
      this.reveal();
    }
    this.soon();
  }

  layout() {
    const width = this.box.clientWidth;
    const columns = Math.max(1, this.windows.length);
    this.names = Math.min(MOST_NAMES, Math.max(96, Math.round(width * 0.28)));
    this.cell = Math.min(MOST_CELL, Math.max(LEAST_CELL, Math.floor((width - this.names) / columns)));
    const height = HEAD + this.rows.length * ROW + 6;
    this.space.style.width = this.names + columns * this.cell + 'px';
    this.space.style.height = height + 'px';
    const most = Number.parseFloat(getComputedStyle(this.box).maxHeight) || height;
    this.seen = {width, height: Math.min(height, most)};
    this.box.style.height = this.seen.height + 18 + 'px';
    this.soon();
  }

  soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  draw() {
    const {width, height} = {width: this.box.clientWidth, height: this.box.clientHeight};
    if (width === 0) {
      return;
    }
    if (this.drawn?.width !== width || this.drawn?.height !== height || this.drawn?.scale !== devicePixelRatio) {
      this.context = sized(this.canvas, width, height);
      this.drawn = {width, height, scale: devicePixelRatio};
    }
    const context = this.context;
    const all = colours();
    context.clearRect(0, 0, width, height);
    context.font = '12px ' + all.font;
    context.textBaseline = 'middle';
    const {scrollLeft, scrollTop} = this.box;
    const firstColumn = Math.max(0, Math.floor(scrollLeft / this.cell));
    const lastColumn = Math.min(this.windows.length - 1, Math.floor((scrollLeft + width - this.names) / this.cell));
    const firstRow = Math.max(0, Math.floor(scrollTop / ROW));
    const lastRow = Math.min(this.rows.length - 1, Math.floor((scrollTop + height - HEAD) / ROW));
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        drawCell(context, severityOf(this.rows[row].severities[column]), this.x(column), this.y(row), this.cell - 1, ROW - 3);
      }
    }
    this.drawCursor(all);
    context.fillStyle = all.surface;
    context.fillRect(0, 0, this.names, height);
    this.drawNames(all, firstRow, lastRow);
    this.drawHead(all, firstColumn, lastColumn, width);
    context.fillStyle = all.line;
    context.fillRect(this.names - 4, 0, 1, height);
    context.fillRect(0, HEAD - 2, width, 1);
  }

  x(column) {
    return this.names + column * this.cell - this.box.scrollLeft;
  }

  y(row) {
    return row < 0 ? HEAD - ROW - 2 : HEAD + row * ROW - this.box.scrollTop + 1;
  }

  drawCursor(all) {
    const {column, row} = this.cursor;
    const context = this.context;
    if (column >= 0) {
      context.fillStyle = all.accent;
      context.globalAlpha = 0.14;
      context.fillRect(this.x(column) - 1, HEAD - 2, this.cell + 1, this.drawn.height);
      context.globalAlpha = 1;
    }
    for (const [place, strong] of [[this.pointed, false], [{column, row}, true]]) {
      if (place !== null && place.column >= 0 && place.row >= 0) {
        context.lineWidth = strong ? 2.5 : 1.5;
        context.strokeStyle = strong ? all.ink : all.muted;
        context.strokeRect(this.x(place.column) - 1, this.y(place.row) - 1, this.cell + 1, ROW - 1);
      }
    }
  }

  drawNames(all, firstRow, lastRow) {
    const context = this.context;
    const letters = Math.floor((this.names - 18) / 6.6);
    for (let row = firstRow; row <= lastRow; row++) {
      const marked = row === this.cursor.row || row === this.pointed?.row;
      context.fillStyle = marked ? all.ink : all.muted;
      context.fillText(cut(this.rows[row].feature, letters), 8, this.y(row) + (ROW - 3) / 2, this.names - 16);
    }
  }

  drawHead(all, firstColumn, lastColumn, width) {
    const context = this.context;
    context.fillStyle = all.surface;
    context.fillRect(0, 0, width, HEAD - 2);
    for (let column = firstColumn; column <= lastColumn; column++) {
      drawCell(context, this.windows[column].severity, this.x(column), this.y(-1), this.cell - 1, ROW - 4);
    }
    this.drawTimes(all, firstColumn, lastColumn, width);
    context.fillStyle = all.surface;
    context.fillRect(0, 0, this.names - 4, HEAD - 2);
    context.fillStyle = all.ink;
    context.fillText('window as a whole', 8, this.y(-1) + (ROW - 4) / 2, this.names - 16);
  }

  /** A time where a window begins, as often as there is room, and never half of it; the day where it changes. */
  drawTimes(all, firstColumn, lastColumn, width) {
    const context = this.context;
    const hours = this.windows.length > 1 && new Date(this.windows[1].start) - new Date(this.windows[0].start) < 86_400_000;
    const every = Math.ceil((hours ? 92 : 76) / this.cell);
    context.fillStyle = all.muted;
    for (let column = firstColumn - firstColumn % every; column <= lastColumn; column += every) {
      if (this.x(column) < this.names) {
        continue;
      }
      const start = this.windows[column].start;
      const text = hours && column !== 0 && dayText(start) === dayText(this.windows[Math.max(0, column - every)].start)
        ? clockText(start)
        : hours ? dayText(start).slice(5) + ' ' + clockText(start) : dayText(start);
      context.fillRect(this.x(column), 18, 1, 6);
      if (this.x(column) + context.measureText(text).width <= width) {
        context.fillText(text, this.x(column), 10);
      }
    }
  }

  /** The cell at the mouse. A row of -1 is the window as a whole, a column of -1 the name of a feature. */
  at(event) {
    const bounds = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    const column = x < this.names ? -1 : Math.floor((x - this.names + this.box.scrollLeft) / this.cell);
    const row = y < HEAD ? -1 : Math.floor((y - HEAD + this.box.scrollTop) / ROW);
    return column >= this.windows.length || row >= this.rows.length || (column < 0 && row < 0) ? null : {column, row};
  }

  place({column, row}) {
    return {window: this.windows[column], feature: this.rows[row]?.feature, severity: severityOf(this.rows[row]?.severities[column])};
  }

  point(at) {
    if (at?.column === this.pointed?.column && at?.row === this.pointed?.row) {
      return;
    }
    this.pointed = at;
    this.box.classList.toggle('on-name', at !== null && at.column < 0);
    this.onPoint(at === null ? null : this.place(at));
    this.soon();
  }

  click(event) {
    const at = this.at(event);
    if (at === null) {
      return;
    }
    if (at.column < 0) {
      this.open(at);
      return;
    }
    this.cursor = at;
    this.moved();
  }

  open(at) {
    if (at !== null && at.row >= 0) {
      this.onOpen(this.place(at));
    }
  }

  key(event) {
    const page = Math.max(1, Math.floor((this.box.clientHeight - HEAD) / ROW) - 1);
    const {columns, rows} = {columns: this.windows.length, rows: this.rows.length};
    const ways = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
      PageUp: [0, -page], PageDown: [0, page], Home: [-columns, 0], End: [columns, 0],
    };
    if (event.key === 'Enter') {
      this.open(this.cursor.row >= 0 ? this.cursor : null);
    } else if (event.key in ways && columns > 0 && rows > 0 && !event.altKey && !event.metaKey) {
      const [right, down] = ways[event.key];
      const from = this.cursor.column < 0 ? {column: columns - 1, row: 0} : this.cursor;
      const steps = this.cursor.column < 0 ? [0, 0] : [right, down];
      this.cursor = {column: clamp(from.column + steps[0], columns), row: clamp(Math.max(0, from.row) + steps[1], rows)};
      this.reveal();
      this.moved();
      this.spoken.textContent = describe(this.place(this.cursor));
    } else {
      return;
    }
    event.preventDefault();
  }

  moved() {
    this.soon();
    this.onMove(this.place(this.cursor));
  }

  /** Scrolls as far as it takes to see the cursor. */
  reveal() {
    const {column, row} = this.cursor;
    const [left, top] = [column * this.cell, Math.max(0, row) * ROW];
    const [width, height] = [this.box.clientWidth - this.names, this.box.clientHeight - HEAD];
    if (left < this.box.scrollLeft || left + this.cell > this.box.scrollLeft + width) {
      this.box.scrollLeft = left - width / 2;
    }
    if (row >= 0 && (top < this.box.scrollTop || top + ROW > this.box.scrollTop + height)) {
      this.box.scrollTop = top - height / 2;
    }
  }
}

function clamp(number, count) {
  return Math.min(count - 1, Math.max(0, number));
}

/** A cell in words. */
export function describe({window, feature, severity}) {
  const when = window === undefined ? '' : spanText(window.start, window.end);
  const several = window !== undefined && window.windows > 1 ? ' (' + plural(window.windows, 'window') + ')' : '';
  if (feature === undefined) {
    return when + several + ': ' + severityWords(window.severity) + ', ' + count(window.rows) + ' rows';
  }
  return visible(feature) + (window === undefined ? '' : ', ' + when + several + ': ' + severityWords(severity) + ', ' + count(window.rows) + ' rows');
}
