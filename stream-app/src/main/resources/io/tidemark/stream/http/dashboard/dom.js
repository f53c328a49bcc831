// Builds the page from elements and text. No text is ever read as HTML: names of models, features and categories are whatever producers sent.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. Of the properties, `on…` are listeners, `data` goes into data attributes, and those that are null, undefined or false are left out.
 * Children are elements, text, arrays of these, or nothing.
 */
export function el(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(element, child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}

/**
 * Replaces what an element contains, and puts the focus back where it was: on what has the same data-key.
 */
export function replace(element, ...children) {
  const active = document.activeElement;
  const key = active && element.contains(active) ? active.dataset.key : undefined;
  const open = new Set([...element.querySelectorAll('details[open][data-key]')].map(each => each.dataset.key));
  const content = document.createDocumentFragment();
  append(content, children);
  element.replaceChildren(content);
  for (const details of element.querySelectorAll('details[data-key]')) {
    details.open = details.open || open.has(details.dataset.key);
  }
  if (key !== undefined) {
    const again = find(element, key);
    again?.focus({preventScroll: true});
    if (active.selectionStart !== undefined && active.selectionStart !== null) {
      again?.setSelectionRange?.(active.selectionStart, active.selectionEnd);
    }
  }
}

function find(element, key) {
  return [...element.querySelectorAll('[data-key]')].find(each => each.dataset.key === key);
}

// Control characters and those that turn the direction of text, which would make a name look like another one.
const DECEIVING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A text of somebody else's as it can be looked at. */
export function visible(text) {
  return String(text).replace(DECEIVING, each => '\\u' + each.codePointAt(0).toString(16).padStart(4, '0'));
}

/** A name of somebody else's: in one line, cut where it is too long, and whole on hover and focus. */
export function name(text, properties) {
  const shown = visible(text);
  return el('bdi', {class: 'name', title: shown, ...properties}, shown === '' ? '(empty)' : shown);
}

/** Such a name as plain text, cut in the middle, where there is no element to hold it whole. */
export function cut(text, most = 40) {
  const shown = visible(text);
  const half = Math.floor((most - 1) / 2);
  return shown.length <= most ? shown : shown.slice(0, half) + '…' + shown.slice(-half);
}

/** A sentence that may hold names of somebody else's. */
export function prose(text) {
  return el('bdi', {class: 'prose'}, visible(text));
}

/** A table; cells are nodes or text, columns `{title, number}`. */
export function table(caption, columns, rows, properties) {
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption, ...properties},
    el('table', null,
      el('caption', {class: 'hidden'}, caption),
      el('thead', null, el('tr', null, columns.map(column =>
        el('th', {scope: 'col', class: column.number && 'number'}, column.title)))),
      el('tbody', null, rows.map(cells => el('tr', null, cells.map((cell, i) =>
        el(i === 0 ? 'th' : 'td', {
          scope: i === 0 && 'row', class: columns[i].number ? 'number' : columns[i].wide ? 'wide' : null,
        }, cell)))))));
}

/** Pairs of a word and what it is; those without are left out. */
export function facts(pairs, className = 'facts') {
  return el('dl', {class: className}, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([word, value]) => el('div', null, el('dt', null, word), el('dd', null, value))));
}
