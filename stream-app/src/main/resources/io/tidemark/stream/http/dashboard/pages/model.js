// One model: what drifted when, how well it did, its versions and jobs, its spec.

import {el, name, prose, replace} from '../dom.js';
import {percent, plural, time, words} from '../format.js';
import {adjust, change, link} from '../route.js';
import {badge} from '../severity.js';
import {drift} from './model-drift.js';
import {loop} from './model-loop.js';
import {performance} from './model-performance.js';
import {spec} from './model-spec.js';
import {segmentOf, versionOf} from './series.js';

const TABS = [['drift', 'Drift', drift], ['performance', 'Performance', performance], ['loop', 'Versions and retraining', loop], ['spec', 'Monitor spec', spec]];

export function model(page) {
  const [, id] = page.route.path;
  page.title = id;
  page.model = id;
  const tabs = el('nav', {class: 'tabs', 'aria-label': 'Parts of this model'});
  const below = el('div', {class: 'stack'});
  page.root.append(
    el('nav', {'aria-label': 'Where this is'}, el('ol', {class: 'crumbs'}, el('li', null, el('a', {href: '#/'}, 'Models')), el('li', null, name(id)))),
    el('div', {class: 'page-head'}, el('h1', null, name(id))),
    head(page, id, below), tabs, below);
  nameTabs(page, id, tabs);
  page.onturn = differs => {
    nameTabs(page, id, tabs);
    if (differs('tab')) {
      fillTab(page, below);
    }
  };
}

function tabOf(page) {
  return TABS.find(([key]) => key === page.query.tab) ?? TABS[0];
}

function nameTabs(page, id, tabs) {
  const shown = tabOf(page)[0];
  replace(tabs, TABS.map(([key, title]) => el('a', {
    href: link(['models', id], {...page.query, tab: key === 'drift' ? null : key}), 'aria-current': key === shown && 'page', data: {key},
  }, title)));
}

function fillTab(page, below) {
  const [, , fill] = tabOf(page);
  page.drop(page.tab ?? []);
  const before = page.panels.length;
  below.replaceChildren();
  fill(page, below);
  page.tab = page.panels.slice(before);
}

/** How the model is, and what the page is about: the version and the segment. */
function head(page, id, below) {
  let shown;
  return page.panel({
    subjects: ['WINDOWS', 'EPISODES', 'VERSIONS', 'JOBS', 'MONITORS'],
    model: id,
    draws: ['version', 'segment', 'from', 'to', 'tab'],
    load: async ask => {
      const {spec: _, ...answer} = await ask('model', {model: id});
      return answer;
    },
    render: (answer, body) => {
      page.known = answer;
      replace(body, el('div', {class: 'stack'}, verdict(answer), controls(page, answer)));
      const version = versionOf(page);
      if (shown !== undefined && shown !== version && page.query.version === undefined) {
        // Another version answers now.
        page.tab.forEach(panel => panel.soon(0));
      } else if (shown === undefined) {
        fillTab(page, below);
      }
      shown = version ?? '';
    },
  });
}

function verdict(answer) {
  return el('div', {class: 'verdict'},
    badge(answer.severity),
    answer.worst === undefined ? null : prose(answer.worst),
    el('ul', {class: 'chips'},
      answer.openEpisodes > 0 ? el('li', null, plural(answer.openEpisodes, 'open episode')) : null,
      answer.openOfFormerVersions > 0 ? el('li', null, plural(answer.openOfFormerVersions, 'open episode') + ' of former versions') : null,
      answer.production === undefined ? null : el('li', null, 'version ', name(answer.production), ' answers'),
      answer.canary ? el('li', {class: 'busy'}, 'canary ', name(answer.canary.version), ' ', percent(answer.canary.share)) : null,
      answer.shadows.map(version => el('li', {class: 'busy'}, 'shadow ', name(version))),
      answer.job ? el('li', {class: 'busy'}, el('a', {href: link(['jobs', answer.job.jobId])}, 'retrain job ' + words(answer.job.state))) : null,
      answer.lastWindowEnd === undefined ? null : el('li', null, 'last window until ', time(answer.lastWindowEnd)),
      answer.monitored ? null : el('li', null, 'no monitor spec: defaults hold')));
}

function controls(page, answer) {
  if (!['drift', 'performance'].includes(tabOf(page)[0])) {
    return null;
  }
  const version = versionOf(page);
  const segments = answer.versions.find(each => each.version === version)?.segments ?? ['all'];
  return el('div', {class: 'controls'},
    choice('Version', 'version', version, answer.versionNames.map(each => [each, labelOf(answer, each)])),
    choice('Segment', 'segment', segmentOf(page), [...new Set(['all', segmentOf(page), ...segments])].map(each => [each, each === 'all' ? 'all rows' : each])),
    times(page, answer));
}

function labelOf(answer, version) {
  const stage = answer.versions.find(each => each.version === version)?.published?.stage;
  return version + (version === answer.production ? ' (answers)' : stage === undefined || stage === 'PRODUCTION' ? '' : ' (' + words(stage) + ')');
}

function choice(title, key, chosen, all) {
  const options = all.map(([value, text]) => el('option', {value, selected: value === chosen}, text.length > 60 ? text.slice(0, 59) + '…' : text));
  const select = el('select', {data: {key}, onchange: event => change({[key]: event.target.value, window: null})}, options);
  return el('div', {class: 'field'}, el('label', null, title + ' ', el('br'), select));
}

const DAY = 86_400_000;
const SPANS = [['', 'all that is known'], [DAY, 'last day'], [7 * DAY, 'last 7 days'], [30 * DAY, 'last 30 days'], ['own', 'from … to …']];

/** From when to when; the spans end with the last window, which of a replay is not now. */
function times(page, answer) {
  const {from, to} = page.query;
  const end = new Date(answer.lastWindowEnd ?? Date.now()).getTime();
  const span = from === undefined && to === undefined ? ''
    : to === undefined ? SPANS.find(([ms]) => ms === end - new Date(from).getTime())?.[0] ?? 'own' : 'own';
  const choose = value => change({
    from: value === '' ? null : new Date(end - (value === 'own' ? 7 * DAY : Number(value))).toISOString(),
    to: value === 'own' ? new Date(end).toISOString() : null,
  });
  return [
    el('div', {class: 'field'}, el('label', null, 'Time', el('br'), el('select', {data: {key: 'span'}, onchange: event => choose(event.target.value)},
      SPANS.map(([value, text]) => el('option', {value, selected: value === span}, text))))),
    span === 'own' ? [moment('From (UTC)', 'from', from), moment('To (UTC)', 'to', to)] : null,
  ];
}

function moment(title, key, value) {
  const set = event => {
    const chosen = event.target.value;
    if (chosen === '' || !Number.isNaN(Date.parse(chosen + 'Z'))) {
      adjust({[key]: chosen === '' ? null : new Date(chosen + 'Z').toISOString()});
    }
  };
  return el('div', {class: 'field'}, el('label', null, title, el('br'),
    el('input', {type: 'datetime-local', value: value?.slice(0, 16), data: {key}, onchange: set})));
}
