// What became of records, how many wait, what could not be used, and the instance that answers.

import {el, facts, name, prose, replace, table, visible} from '../dom.js';
import {bytes, capital, count, duration, percent, time, words} from '../format.js';
import {icon} from '../icons.js';
import {section} from '../page.js';

const STEPS = {
  ingest: 'Ingest: topics with schemas of their own become inference logs and ground truth',
  profile: 'Profile: inference logs are taken into windows',
  predictions: 'Predictions: kept until their labels come',
  labels: 'Labels: ground truth is joined with predictions',
};

export function operations(page) {
  page.title = 'Operations';
  page.root.append(
    el('div', {class: 'page-head'}, el('h1', null, 'Operations')),
    section('This instance', {id: 'instance', note: 'Behind a load balancer, another one may answer next time.'}, instance(page)),
    section('Lag', {id: 'lag', note: 'Records that wait to be read.'}, lag(page)),
    section('Ledger', {id: 'ledger', note: 'What became of every record; the outcomes add up to the records read.'}, ledger(page)),
    section('Dead letters', {id: 'dead-letters', note: 'Records that could not be used. They are kept, with the reason, on the topic of dead letters.'}, letters(page)));
}

function instance(page) {
  return page.panel({
    subjects: ['LEDGER'],
    between: 2_000,
    load: async ask => {
      const {now: _, ...status} = await ask('status');
      return status;
    },
    render: (status, body) => replace(body, facts([
      ['Instance', name(status.instance)],
      ['Version', status.version],
      ['Ready', el('span', {class: 'vital ' + (status.ready ? 'none' : 'major')}, icon(status.ready ? 'none' : 'major'), status.ready ? 'yes' : 'no')],
      ['Started', [time(status.startedAt), ', ', duration(Date.now() - new Date(status.startedAt)) + ' ago']],
      ...Object.entries(status.roles).map(([role, state]) => ['Role ' + role, capital(words(state))]),
      ['What can be looked at', !status.view.caughtUp ? 'is being read' : status.view.historyRead ? 'all that was published' : 'windows of before are being read'],
      ['Windows in memory', bytes(status.view.bytes) + ' of ' + bytes(status.view.maxBytes) + ' (' + percent(status.view.bytes / status.view.maxBytes) + ')'],
    ])),
  });
}

function lag(page) {
  return page.panel({
    subjects: ['LEDGER'],
    between: 2_000,
    load: ask => ask('ledger'),
    render: ({lags, lagsFailure}, body) => {
      const groups = Map.groupBy(lags, each => each.group + ' ' + each.topic);
      replace(body,
        lagsFailure === undefined ? null : el('div', {class: 'failure'}, el('p', null, 'The lag is not known: ', prose(lagsFailure))),
        lags.length === 0 ? null : table('Lag by group and topic', [{title: 'Group'}, {title: 'Topic'}, {title: 'Partitions', number: true}, {title: 'Lag', number: true}],
          [...groups.values()].map(all => [name(all[0].group), name(all[0].topic), count(all.length), el('strong', null, count(sum(all, each => each.lag)))]), {class: 'scroll fit'}),
        lags.length === 0 ? null : el('details', {data: {key: 'partitions'}}, el('summary', null, 'By partition'), table('Lag by partition',
          [{title: 'Group'}, {title: 'Topic'}, {title: 'Partition', number: true}, {title: 'Next to be read', number: true}, {title: 'End', number: true}, {title: 'Lag', number: true}],
          lags.map(each => [name(each.group), name(each.topic), String(each.partition), count(each.committed), count(each.end), count(each.lag)]), {class: 'scroll fit'})));
    },
  });
}

function sum(all, of) {
  return all.reduce((total, each) => total + of(each), 0);
}

function ledger(page) {
  return page.panel({
    subjects: ['LEDGER'],
    between: 2_000,
    load: async ask => {
      const {partitions} = await ask('ledger');
      return {partitions};
    },
    render: ({partitions}, body) => {
      const steps = Map.groupBy(partitions, each => each.step);
      replace(body, partitions.length === 0 ? el('p', {class: 'nothing'}, 'No record has been read yet.')
        : el('div', {class: 'stack'}, ['ingest', 'profile', 'predictions', 'labels', ...steps.keys()].filter((step, i, all) => steps.has(step) && all.indexOf(step) === i)
          .map(step => stepTable(step, steps.get(step)))));
    },
  });
}

function stepTable(step, partitions) {
  const outcomes = [...new Set(partitions.flatMap(each => Object.keys(each.counts)))].sort();
  const row = (title, records, counts, at) => [title, ...outcomes.map(outcome => count(counts(outcome))), el('strong', null, count(records)), at];
  return el('div', null, el('h3', null, STEPS[step] ?? capital(words(step))), table('Ledger of ' + step,
    [{title: 'Partition'}, ...outcomes.map(outcome => ({title: words(outcome), number: true})), {title: 'Records', number: true}, {title: 'As of'}],
    [
      row('all', sum(partitions, each => each.records), outcome => sum(partitions, each => each.counts[outcome] ?? 0), ''),
      ...partitions.map(each => row(each.topic === '' ? String(each.partition) : name(each.topic + '-' + each.partition), each.records, outcome => each.counts[outcome] ?? 0, time(each.at, {seconds: true}))),
    ], {class: 'scroll fit'}));
}

function letters(page) {
  return page.panel({
    subjects: ['DEAD_LETTERS'],
    load: ask => ask('dead-letters', {limit: 100}),
    render: ({recentByReason, recent}, body) => replace(body, recent.length === 0 ? el('p', {class: 'nothing'}, 'None.') : el('div', {class: 'stack'},
      el('ul', {class: 'chips', 'aria-label': 'Of the last 200, by reason'}, Object.entries(recentByReason).sort(([, one], [, other]) => other - one)
        .map(([reason, number]) => el('li', null, el('strong', null, count(number)), ' ', visible(words(reason))))),
      table('The last dead letters', [{title: 'When'}, {title: 'Reason'}, {title: 'What was wrong, and what to do', wide: true}, {title: 'From'}, {title: 'Key'}, {title: 'Where it is'}],
        recent.map(each => [
          time(each.time, {seconds: true}), visible(words(each.reason)), prose(each.message),
          each.topic === '' ? '–' : name(each.topic + '-' + each.partition + ' @ ' + each.offset), name(each.key), name(each.place),
        ])))),
  });
}
