// How bad something is, told by words, by shape and by colour. In strips and heat maps it is told by how high the water stands in a cell.

import {el} from './dom.js';
import {icon} from './icons.js';

const WORDS = {
  MAJOR: 'Major drift',
  MINOR: 'Minor drift',
  NONE: 'No drift',
  INSUFFICIENT: 'Not judged',
  UNKNOWN: 'Nothing known',
};
const BY_CHARACTER = {3: 'MAJOR', 2: 'MINOR', 1: 'NONE', 0: 'INSUFFICIENT', '-': 'ABSENT'};
/** How much of a cell is filled. */
const HEIGHTS = {MAJOR: 1, MINOR: 0.55, NONE: 0.2, INSUFFICIENT: 0.1};

export function severityWords(severity) {
  return severity === 'ABSENT' ? 'Not there' : WORDS[severity] ?? WORDS.UNKNOWN;
}

/** The severity that a character of the API stands for. */
export function severityOf(character) {
  return BY_CHARACTER[character] ?? 'UNKNOWN';
}

export function badge(severity, text) {
  const known = severity in WORDS ? severity : 'UNKNOWN';
  return el('span', {class: 'badge ' + known.toLowerCase()}, icon(known.toLowerCase()), text ?? WORDS[known]);
}

let palette = null;

/** Colours as the style sheet has them now. */
export function colours() {
  if (palette === null) {
    const style = getComputedStyle(document.documentElement);
    const of = name => style.getPropertyValue('--' + name).trim();
    palette = {
      MAJOR: of('major'), MINOR: of('minor'), NONE: of('none'), INSUFFICIENT: of('insufficient'),
      ink: of('ink'), muted: of('muted'), line: of('line'), surface: of('surface'), cell: of('cell'), accent: of('accent'),
      baseline: of('baseline'), current: of('current'), font: style.fontFamily,
    };
  }
  return palette;
}

export function forgetColours() {
  palette = null;
}

/** Fills a cell as high as it is bad. */
export function drawCell(context, severity, x, y, width, height) {
  if (severity === 'ABSENT' || severity === 'UNKNOWN') {
    return;
  }
  const all = colours();
  context.fillStyle = all.cell;
  context.fillRect(x, y, width, height);
  const level = Math.max(1, Math.round(height * HEIGHTS[severity]));
  context.fillStyle = all[severity];
  context.fillRect(x, y + height - level, width, level);
}

/** A row of windows, the last one rightmost. */
export function strip(characters, {step = 5, height = 30} = {}) {
  const width = characters.length * step;
  const canvas = el('canvas', {class: 'strip', role: 'img', 'aria-label': stripWords(characters)});
  const context = sized(canvas, width, height);
  [...characters].forEach((character, i) => drawCell(context, severityOf(character), i * step, 0, step - 1, height));
  return canvas;
}

/** Gives a canvas a size in pixels of the page, as sharp as the screen is. */
export function sized(canvas, width, height) {
  const scale = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = width + 'px';
  canvas.style.height = height + 'px';
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  return context;
}

function stripWords(characters) {
  const count = character => [...characters].filter(each => each === character).length;
  const parts = [['3', 'major'], ['2', 'minor'], ['1', 'without drift'], ['0', 'not judged']]
    .map(([character, words]) => [count(character), words])
    .filter(([number]) => number > 0)
    .map(([number, words]) => number + ' ' + words);
  return 'Last ' + characters.length + ' windows: ' + parts.join(', ');
}

/** What the cells of strips and heat maps mean. */
export function legend() {
  return el('ul', {class: 'legend', 'aria-label': 'Legend'}, ['MAJOR', 'MINOR', 'NONE', 'INSUFFICIENT'].map(severity =>
    el('li', null, el('span', {class: 'sample ' + severity.toLowerCase(), 'aria-hidden': 'true'}), severityWords(severity))));
}
