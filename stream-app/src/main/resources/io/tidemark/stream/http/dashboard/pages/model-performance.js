// How well the model did: what labels say, what scores alone let expect, and the baseline.

import {band, chart, level, line, timeAxis, tooltip, valueAxis} from '../charts.js';
import {el, prose, replace, table} from '../dom.js';
import {capital, count, figure, inOrder, percent, plural, spanText, statisticName} from '../format.js';
import {section} from '../page.js';
import {badge, colours} from '../severity.js';
import {RANGE, range, SERIES, series} from './series.js';

const SHARES = new Set(['accuracy', 'precision', 'recall', 'f1', 'macroPrecision', 'macroRecall', 'macroF1']);
const LAST = 12;

export function performance(page, root) {
  let charts = null;
  root.append(section('Performance', {
    id: 'performance', tools: el('div', {class: 'swatches'},
      el('span', {class: 'swatch line'}, 'from labels'), el('span', {class: 'swatch band'}, 'its 95 % interval'),
      el('span', {class: 'swatch dashed'}, 'estimated from scores'), el('span', {class: 'swatch dotted'}, 'baseline')),
  }, page.panel({
    subjects: ['PERFORMANCE'],
    model: page.model,
    uses: [...SERIES, ...RANGE],
    load: ask => ask('performance', {...series(page), ...range(page)}),
    render: ({windows}, body) => {
      if (windows.length === 0) {
        charts = null;
        replace(body, nothing());
        return;
      }
      const metrics = metricsOf(windows);
      if (metrics.length === 0) {
        charts = null;
        replace(body, el('p', {class: 'nothing'}, 'No label has come yet, and nothing could be estimated from scores.'), latest(windows, metrics));
        return;
      }
      if (charts === null || charts.shape !== metrics.join() || !body.contains(charts.element)) {
        charts = {shape: metrics.join(), ...build(metrics)};
        replace(body, charts.element);
      }
      charts.update(windows);
    },
  })));
}

function nothing() {
  return el('div', {class: 'empty'},
    el('h3', null, 'No performance is known of this version'),
    el('p', null, 'It takes labels: ground truth written to its topic, and in the monitor spec how long it is waited for:'),
    el('pre', {tabindex: 0}, 'labels: {wait: 7d}'));
}

function metricsOf(windows) {
  return inOrder(new Set(windows.flatMap(window => [...window.realised, ...window.estimated].map(each => each.metric))))
    .sort((one, other) => importance(one) - importance(other));
}

/** The ones that most people ask for first. */
function importance(metric) {
  const place = ['accuracy', 'logLoss', 'rocAuc', 'mae', 'rmse', 'brier'].indexOf(metric);
  return place < 0 ? 99 : place;
}

function build(metrics) {
  const made = metrics.map(metric => [metric, chart(capital(statisticName(metric)) + ' over time', {small: true})]);
  const last = el('div', null);
  return {
    element: el('div', {class: 'stack'},
      last,
      el('div', {class: 'charts'}, made.map(([metric, {element}]) => el('figure', {class: 'figure'}, el('h3', null, capital(statisticName(metric))), element)))),
    update(windows) {
      made.forEach(([metric, {show}]) => show(option(windows, metric)));
      replace(last, latest(windows, metrics));
    },
  };
}

function format(metric) {
  return SHARES.has(metric) ? percent : figure;
}

function option(windows, metric) {
  const all = colours();
  const of = (kind, key) => windows.map(window => window[kind].find(each => each.metric === metric)?.[key] ?? null);
  const value = of('realised', 'value');
  const baseline = [...of('realised', 'baseline'), ...of('estimated', 'baseline')].filter(each => each !== null).at(-1);
  const as = format(metric);
  return {
    tooltip: tooltip(([first]) => words(windows[first.dataIndex], metric)),
    xAxis: timeAxis(windows.map(window => window.windowStart)),
    yAxis: valueAxis(as, {splitNumber: 3, max: SHARES.has(metric) ? ({max}) => max > 0.9 ? 1 : null : null}),
    series: [
      ...band('95 %', of('realised', 'low'), of('realised', 'high'), all.current, 0.22),
      line('from labels', value, {lineStyle: {color: all.current, width: 2.5}, itemStyle: {color: all.current}, z: 3, markLine: level(baseline, all.baseline)}),
      line('estimated', of('estimated', 'value'), {lineStyle: {color: all.MINOR, width: 2, type: [6, 4]}, itemStyle: {color: all.MINOR}, z: 2}),
    ],
  };
}

function words(window, metric) {
  const [real, estimate] = ['realised', 'estimated'].map(kind => window[kind].find(each => each.metric === metric));
  const as = format(metric);
  return [
    spanText(window.windowStart, window.windowEnd),
    real ? 'from ' + plural(real.rows, 'label') + ': ' + as(real.value) + ' (' + as(real.low) + ' to ' + as(real.high) + ')' : 'no labels yet',
    estimate ? 'estimated ' + as(estimate.value) : null,
    real?.baseline ?? estimate?.baseline ? 'baseline ' + as(real?.baseline ?? estimate?.baseline) : null,
  ].filter(each => each !== null).join('\n');
}

function latest(windows, metrics) {
  const shown = windows.slice(-LAST).reverse();
  const told = metrics.slice(0, 3);
  const of = (window, metric) => {
    const real = window.realised.find(each => each.metric === metric);
    const estimate = window.estimated.find(each => each.metric === metric);
    return real ? format(metric)(real.value) : estimate ? 'about ' + format(metric)(estimate.value) : '–';
  };
  const found = windows.findLast(window => window.diagnosis !== null);
  return [
    found === undefined ? null : el('p', null, el('span', {class: 'muted'}, spanText(found.windowStart, found.windowEnd) + ': '), prose(found.diagnosis.summary)),
    el('details', {data: {key: 'windows'}}, el('summary', null, 'The last windows as a table'), table('The last windows', [
      {title: 'Window'}, {title: 'Verdict'}, {title: 'Answers', number: true}, {title: 'Labelled', number: true},
      ...told.map(metric => ({title: capital(statisticName(metric)), number: true})), {title: 'Latency p95', number: true},
    ], shown.map(window => [
      spanText(window.windowStart, window.windowEnd), badge(window.severity), count(window.predictions), percent(window.coverage),
      ...told.map(metric => of(window, metric)), window.latency === null ? '–' : figure(window.latency.p95 / 1000) + ' ms',
    ]))),
  ];
}
