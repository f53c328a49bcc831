// What drifted when: the heat map, the window at its cursor, and the episodes.

import {el, name, prose, replace, table} from '../dom.js';
import {episodes} from '../episodes.js';
import {count, plural, spanText} from '../format.js';
import {describe, HeatMap} from '../heatmap.js';
import {section} from '../page.js';
import {adjust, go, link} from '../route.js';
import {badge, legend, severityOf} from '../severity.js';
import {RANGE, range, segmentOf, SERIES, series, versionOf} from './series.js';

const MOST_TABLE_ROWS = 200;

export function drift(page, root) {
  root.append(
    section('Windows and features', {id: 'map', tools: legend()}, map(page)),
    section('This window', {id: 'window'}, chosenWindow(page)),
    section('Open episodes', {id: 'open'}, open(page)),
    section('Episodes that ended', {id: 'ended'}, ended(page)));
}

function featureAddress(page, feature, window) {
  return link(['models', page.model, 'features', feature], {
    version: versionOf(page), segment: page.query.segment, window, from: page.query.from, to: page.query.to,
  });
}

function map(page) {
  let shown = null;
  const body = page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, ...RANGE],
    draws: ['q', 'drifted', 'window', 'feature'],
    load: ask => ask('windows', {...series(page), ...range(page)}),
    render: (answer, target) => {
      page.map = answer;
      if (answer.windows.length === 0) {
        shown = null;
        replace(target, el('p', {class: 'nothing'}, 'No window is known of this time.'));
        return;
      }
      if (shown === null) {
        shown = build(page, answer);
      }
      if (!target.contains(shown.element)) {
        replace(target, shown.element);
      }
      shown.update(answer);
    },
  });
  page.leaving.push(() => shown?.map.close());
  return body;
}

function build(page, first) {
  const readout = el('div', {class: 'readout'});
  const heatMap = new HeatMap({
    label: 'Windows of ' + page.model + ' and how bad each feature was',
    onMove: ({window, feature}) => adjust({window: window.start, feature}),
    onOpen: ({window, feature}) => go(['models', page.model, 'features', feature], {
      version: versionOf(page), segment: page.query.segment, window: window?.start ?? page.query.window, from: page.query.from, to: page.query.to,
    }),
    onPoint: place => read(place),
  });
  const filter = el('input', {type: 'search', placeholder: 'Filter features', 'aria-label': 'Filter features by name', value: page.query.q,
    oninput: event => adjust({q: event.target.value})});
  const drifted = el('input', {type: 'checkbox', checked: page.query.drifted === '1', onchange: event => adjust({drifted: event.target.checked ? '1' : null})});
  const shownCount = el('span', {class: 'muted', role: 'status'});
  const asTable = el('details', {class: 'spaced', ontoggle: () => asTable.open && fillTable()}, el('summary', null, 'As a table'));
  let answer = first;
  let rows = [];

  function read(place) {
    const cursor = chosen();
    const at = place ?? cursor;
    replace(readout, at === null
      ? el('span', {class: 'muted'}, 'Point at a cell, or choose one.')
      : [el('span', null, describe(at)),
        at === cursor && at.feature !== undefined ? el('a', {href: featureAddress(page, at.feature, at.window.start)}, 'Open ', name(at.feature)) : null]);
  }

  /** Where the cursor is by the address. */
  function chosen() {
    const column = answer.windows.findIndex(each => each.start === page.query.window);
    if (column < 0) {
      return null;
    }
    const row = answer.features.find(each => each.feature === page.query.feature);
    return {window: answer.windows[column], feature: row?.feature, severity: severityOf(row?.severities[column])};
  }

  function fillTable() {
    const most = rows.slice(0, MOST_TABLE_ROWS);
    asTable.replaceChildren(asTable.firstChild, table('Features and the windows in which they drifted',
      [{title: 'Feature'}, {title: 'Major', number: true}, {title: 'Minor', number: true}, {title: 'Not judged', number: true}, {title: 'Drifted last', wide: true}],
      most.map(row => [
        el('a', {href: featureAddress(page, row.feature, lastDrift(row)?.start ?? answer.windows.at(-1).start)}, name(row.feature)),
        count(times(row, '3')), count(times(row, '2')), count(times(row, '0')),
        lastDrift(row) === undefined ? 'never' : spanText(lastDrift(row).start, lastDrift(row).end),
      ])), rows.length > most.length ? el('p', {class: 'muted'}, 'The first ' + MOST_TABLE_ROWS + ' of ' + count(rows.length) + '; the filter finds others.') : '');
  }

  function lastDrift(row) {
    return answer.windows[Math.max(row.severities.lastIndexOf('3'), row.severities.lastIndexOf('2'))];
  }

  function update(next) {
    answer = next;
    const asked = (page.query.q ?? '').toLowerCase();
    if (document.activeElement !== filter) {
      filter.value = page.query.q ?? '';
    }
    drifted.checked = page.query.drifted === '1';
    rows = answer.features.filter(row => row.feature.toLowerCase().includes(asked) && (!drifted.checked || /[23]/.test(row.severities)));
    shownCount.textContent = rows.length === answer.features.length
      ? plural(rows.length, 'feature') + ', ' + plural(answer.windows.length, 'window')
      : count(rows.length) + ' of ' + plural(answer.features.length, 'feature');
    heatMap.show(answer.windows, rows);
    heatMap.select(page.query.window, page.query.feature);
    read(null);
    if (asTable.open) {
      fillTable();
    }
  }

  const element = el('div', null,
    el('div', {class: 'map-tools'}, filter, el('label', {class: 'check'}, drifted, 'only drifted'), shownCount),
    heatMap.element, readout,
    el('p', {class: 'keys', id: 'map-keys'}, el('kbd', null, '←'), ' ', el('kbd', null, '→'), ' other windows, ', el('kbd', null, '↑'), ' ', el('kbd', null, '↓'),
      ' other features, ', el('kbd', null, 'Enter'), ' opens the feature. The features that drifted worst and most often stand first.'),
    asTable);
  return {element, update, map: heatMap};
}

function times(row, character) {
  return row.severities.split(character).length - 1;
}

/** The window at the cursor, or the last one: what it shows as a whole, and its segments. */
function chosenWindow(page) {
  return page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, 'window'],
    settle: 150,
    load: async ask => {
      const window = page.query.window ?? page.known.versions.find(each => each.version === versionOf(page))?.lastWindow?.start;
      return window === undefined ? {segments: []} : {window, ...await ask('segments', {model: page.model, version: versionOf(page), window})};
    },
    render: (answer, body) => {
      const own = answer.segments.find(each => each.segment === segmentOf(page));
      replace(body, own === undefined ? el('p', {class: 'nothing'}, 'Nothing is known of this window.') : [
        el('p', {class: 'verdict'}, badge(own.severity), el('strong', null, spanText(own.start, own.end)), plural(own.rows, 'row'),
          page.query.window === undefined ? el('span', {class: 'muted'}, 'the last window') : null),
        own.finding === undefined ? null : el('p', null, prose(own.finding)),
        answer.segments.length < 2 ? worst(page, own) : segments(page, answer.segments),
      ]);
    },
  });
}

function worst(page, own) {
  return own.worst.length === 0 ? null : el('p', {class: 'muted'}, 'Worst: ', featureLinks(page, own));
}

function featureLinks(page, segment) {
  return segment.worst.map((feature, i) => [i === 0 ? null : ', ', el('a', {
    href: link(['models', page.model, 'features', feature], {
      version: versionOf(page), segment: segment.segment === 'all' ? null : segment.segment, window: segment.start,
    }),
    data: {key: segment.segment + ' ' + feature},
  }, name(feature))]);
}

function segments(page, all) {
  return table('Segments of this window',
    [{title: 'Segment'}, {title: 'Verdict'}, {title: 'Rows', number: true}, {title: 'Worst features', wide: true}],
    all.map(segment => [
      el('a', {href: link(['models', page.model], {...page.query, version: versionOf(page), segment: segment.segment}), data: {key: segment.segment}},
        name(segment.segment === 'all' ? 'all rows' : segment.segment)),
      badge(segment.severity), count(segment.rows), segment.worst.length === 0 ? '–' : featureLinks(page, segment),
    ]));
}

function open(page) {
  return page.panel({
    subjects: ['EPISODES'],
    model: page.model,
    load: ask => ask('episodes', {model: page.model, state: 'open'}),
    render: (answer, body) => replace(body, answer.open.length === 0
      ? el('p', {class: 'nothing'}, 'No episode is open.')
      : [episodes(answer.open, true), answer.openCount > answer.open.length ? el('p', {class: 'muted'}, count(answer.openCount) + ' are open in all.') : null]),
  });
}

const ENDED = 10;

function ended(page) {
  let limit = ENDED;
  const body = page.panel({
    subjects: ['EPISODES'],
    model: page.model,
    load: ask => ask('episodes', {model: page.model, state: 'ended', limit}),
    render: (answer, target) => replace(target, answer.ended.length === 0
      ? el('p', {class: 'nothing'}, 'None has ended yet.')
      : [episodes(answer.ended, true), answer.ended.length < limit ? null : el('button', {type: 'button', data: {key: 'more'}, onclick: more}, 'Show more')]),
  });
  const panel = page.panels.at(-1);
  function more() {
    limit = Math.min(1000, limit * 5);
    panel.soon(0);
  }
  return body;
}
