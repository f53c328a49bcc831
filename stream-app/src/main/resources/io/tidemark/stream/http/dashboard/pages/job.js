// One retrain job: why it was asked for, its steps, its data, how its model was judged, and how it ended.

import {el, facts, name, prose, replace, svg, table, visible} from '../dom.js';
import {capital, count, duration, figure, plural, statisticName, time, words} from '../format.js';
import {isRunning, stateWords, verdictOf} from '../jobs.js';
import {section} from '../page.js';
import {link} from '../route.js';
import {settings} from './model-loop.js';

export function job(page) {
  const [, id] = page.route.path;
  page.title = 'Job ' + id;
  page.root.append(
    page.panel({
      subjects: ['JOBS'],
      load: ask => ask('jobs', {job: id, limit: 1}),
      render: ({jobs: [found]}, body) => replace(body, el('div', {class: 'stack'}, found === undefined
        ? [el('h1', null, 'Job ', name(id)), el('p', {class: 'nothing'}, 'No such job is known. The last thousand of all models are kept.')]
        : parts(found))),
    }));
}

function parts(of) {
  const report = of.report;
  return [
    el('nav', {'aria-label': 'Where this is'}, el('ol', {class: 'crumbs'},
      el('li', null, el('a', {href: '#/'}, 'Models')),
      el('li', null, el('a', {href: link(['models', of.modelId], {tab: 'loop'})}, name(of.modelId))),
      el('li', null, name(of.jobId)))),
    el('div', {class: 'page-head'}, el('h1', null, 'Job ', name(of.jobId))),
    section('How it ended', {id: 'result'}, result(of)),
    el('div', {class: 'grid'}, section('Why', {id: 'why'}, triggers(of)), section('Steps', {id: 'steps'}, steps(of))),
    report === null ? null : [
      section('Gates', {id: 'gates', note: 'What the new model had to show.'}, gates('Gates', report.gates)),
      el('div', {class: 'grid'},
        section('Metrics', {id: 'metrics', note: 'On later rows that neither was trained on.'}, metrics(report)),
        section('What the models look at', {id: 'importance', note: 'How much worse each is without the feature.'}, importance(report))),
      section('Data', {id: 'data'}, gates('Checks of the data', report.checks)),
    ],
    section('Training', {id: 'training'}, training(of)),
  ];
}

function result(of) {
  const report = of.report;
  return el('div', {class: 'stack'},
    el('p', null, el('span', {class: 'stage ' + of.state.toLowerCase()}, stateWords(of.state)), ' ',
      of.version === null ? null : ['as ', el('a', {href: link(['models', of.modelId], {tab: 'loop'})}, 'version ', name(of.version)), '. '],
      of.reason === '' ? isRunning(of) ? 'It has not ended yet.' : null : prose(of.reason)),
    of.notBefore === null || of.state !== 'REQUESTED' ? null : el('p', null, 'It waits until ', time(of.notBefore, {seconds: true}), '.'),
    report === null ? null : el('p', null, count(report.trainingRows), ' rows to learn from since ', time(report.trainingFrom), '; ', count(report.holdoutRows),
      ' later ones, from ', time(report.holdoutFrom), ' to ', time(report.holdoutTo), ', to be judged by.'),
    report === null ? null : el('p', {class: 'muted'}, report.championVersion === null ? 'There was no version to compare with.'
      : ['Compared with version ', name(report.championVersion), report.championScored ? ', which was asked the same questions again.' : ', by the answers that it logged.']));
}

function triggers(of) {
  return el('ul', {class: 'episodes'}, of.triggers.map(each => el('li', {class: 'step done'},
    el('strong', null, capital(words(each.kind))), el('span', {class: 'muted'}, time(each.at, {seconds: true})),
    el('p', null, prose(each.reason)),
    each.settledAt === null ? null : el('p', {class: 'muted'}, 'It asked no more from ', time(each.settledAt, {seconds: true}), ' on.'))));
}

function steps(of) {
  return el('ol', {class: 'steps'}, of.steps.map((step, i) => {
    const next = of.steps[i + 1];
    return el('li', {class: 'step ' + (step.state === 'FAILED' || step.state === 'REJECTED' ? 'failed' : next || !isRunning(of) ? 'done' : '')},
      el('strong', null, capital(stateWords(step.state))),
      el('span', {class: 'muted'}, time(step.at, {seconds: true}), next ? ', took ' + duration(new Date(next.at) - new Date(step.at)) : ''),
      el('span', {class: 'muted'}, 'by ', name(step.worker)),
      step.note === '' || step.note === of.reason || of.triggers.some(each => each.reason === step.note) ? null : el('p', null, prose(step.note)));
  }));
}

function gates(caption, all) {
  return all.length === 0 ? el('p', {class: 'nothing'}, 'It did not come so far.')
    : table(caption, [{title: 'Gate'}, {title: 'Verdict'}, {title: 'Why', wide: true}],
      all.map(gate => [capital(words(gate.gate)), verdictOf(gate), prose(gate.explanation)]));
}

function metrics(report) {
  return table('Metrics', [{title: 'Metric'}, {title: 'Segment'}, {title: 'New', number: true},
    ...(report.championVersion === null ? [] : [{title: 'Version ' + visible(report.championVersion), number: true}]), {title: 'Rows', number: true}],
  report.metrics.map(each => [capital(statisticName(each.metric)), name(each.segment === 'all' ? 'all rows' : each.segment), figure(each.challenger),
    ...(report.championVersion === null ? [] : [figure(each.champion)]), count(each.rows)]));
}

function importance(report) {
  const largest = Math.max(...report.importance.flatMap(each => [each.challenger, each.champion ?? 0]), 1e-12);
  return report.importance.length === 0 ? el('p', {class: 'nothing'}, 'Not measured.') : table('What the models look at', [
    {title: 'Feature'}, {title: 'New', number: true}, ...(report.championVersion === null ? [] : [{title: 'Version ' + visible(report.championVersion), number: true}]), {title: ''}],
  report.importance.map(each => [name(each.feature), figure(each.challenger), ...(report.championVersion === null ? [] : [figure(each.champion)]),
    el('div', {class: 'bars', 'aria-hidden': 'true'}, bar(each.challenger / largest, 'of-new'), each.champion === null ? null : bar(each.champion / largest, 'of-old'))]));
}

function bar(share, kind) {
  return svg('svg', {viewBox: '0 0 100 8', preserveAspectRatio: 'none'}, svg('rect', {class: kind, x: 0, y: 0, width: 100 * Math.min(1, Math.max(0, share)), height: 8}));
}

function training(of) {
  const report = of.report;
  return el('div', {class: 'stack'}, facts([
    ['Asked for', time(of.requestedAt, {seconds: true})],
    ['Worker', name(of.worker)],
    ['Attempts', count(of.attempts)],
    ['Monitor spec', el('code', null, visible(of.specRevision))],
    ['Examples since', of.dataSince === null ? null : time(of.dataSince)],
    ['Examples from', of.data.length === 0 ? null : of.data.map(range =>
      el('div', null, el('code', null, visible(range.topic) + '-' + range.partition + ': ' + range.from + ' … ' + range.to)))],
  ]), report === null ? null : facts([['Settings', prose(settings(report.training))]], 'facts whole'), report === null || report.trials.length === 0 ? null : el('details', {data: {key: 'trials'}}, el('summary', null, plural(report.trials.length, 'setting') + ' tried'),
    table('What was tried', [{title: 'Settings', wide: true}, {title: 'Loss', number: true}, {title: 'Note', wide: true}],
      report.trials.map(trial => [prose(settings(trial.training)), figure(trial.loss), trial.note === '' ? '' : prose(trial.note)]))));
}
