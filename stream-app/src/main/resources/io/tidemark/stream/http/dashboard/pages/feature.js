// One feature of one model: how it was distributed in a window beside its baseline, and how it went over time.

import {band, chart, here, level, line, nameAxis, timeAxis, tooltip, valueAxis} from '../charts.js';
import {cut, el, facts, name, prose, replace, table, visible} from '../dom.js';
import {capital, count, figure, inOrder, percent, plural, spanText, statisticName, words} from '../format.js';
import {HeatMap, describe} from '../heatmap.js';
import {section} from '../page.js';
import {adjust, link} from '../route.js';
import {badge, colours} from '../severity.js';
import {RANGE, range, segmentOf, SERIES, series, versionOf} from './series.js';

const POINTS = 1000;
const CODES = {MAJOR: '3', MINOR: '2', NONE: '1', INSUFFICIENT: '0', UNKNOWN: '-'};

export function feature(page) {
  const [, id, , title] = page.route.path;
  page.title = title + ' of ' + id;
  page.model = id;
  page.feature = title;
  page.points = [];
  const below = el('div', {class: 'stack'});
  page.root.append(
    crumbs(page, id, title),
    el('div', {class: 'page-head'}, el('h1', null, name(title))),
    head(page, below), below);
}

function crumbs(page, id, title) {
  const {version, segment, from, to, window} = page.query;
  return el('nav', {'aria-label': 'Where this is'}, el('ol', {class: 'crumbs'},
    el('li', null, el('a', {href: '#/'}, 'Models')),
    el('li', null, el('a', {href: link(['models', id], {version, segment, from, to, window, feature: title})}, name(id))),
    el('li', null, name(title))));
}

/** Which series this is about; the rest waits for it, since the address may leave it open. */
function head(page, below) {
  let opened = false;
  return page.panel({
    subjects: ['VERSIONS'],
    model: page.model,
    draws: SERIES,
    load: async ask => {
      const {versions, versionNames, production, latestVersion} = await ask('model', {model: page.model});
      return {production, latestVersion, versionNames, versions: versions.map(({version, segments}) => ({version, segments}))};
    },
    render: (answer, body) => {
      page.known = answer;
      replace(body, el('p', {class: 'verdict'}, el('ul', {class: 'chips'},
        el('li', null, 'model ', name(page.model)),
        el('li', null, 'version ', name(versionOf(page)), versionOf(page) === answer.production ? ' (answers)' : null),
        el('li', null, segmentOf(page) === 'all' ? 'all rows' : ['segment ', name(segmentOf(page))]))));
      if (!opened) {
        opened = true;
        fillPage(page, below);
      }
    },
  });
}

function fillPage(page, below) {
  below.append(
    section('Windows', {id: 'windows'}, windows(page)),
    section('In this window', {id: 'distribution'}, distribution(page)),
    section('Over time', {id: 'time'}, overTime(page)),
    section('Segments of this window', {id: 'segments'}, segments(page)));
}

/** The window that is chosen, or the last one that was judged. */
function windowOf(page) {
  const judged = page.points.filter(point => point.severity !== 'UNKNOWN');
  return page.query.window ?? (judged.findLast(point => point.severity !== 'INSUFFICIENT') ?? judged.at(-1))?.start;
}

function askPoints(page, ask) {
  return ask('feature', {...series(page), ...range(page), feature: page.feature, points: POINTS});
}

function windows(page) {
  let shown = null;
  const body = page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, ...RANGE],
    draws: ['window'],
    load: ask => askPoints(page, ask),
    render: (answer, target) => {
      const first = page.points.length === 0;
      page.points = answer.points;
      if (answer.points.length === 0) {
        replace(target, el('p', {class: 'nothing'}, 'This feature was in no window that is known.'));
        return;
      }
      if (shown === null) {
        shown = picker(page);
      }
      if (!target.contains(shown.element)) {
        replace(target, shown.element);
      }
      shown.update();
      if (first) {
        page.panels.filter(panel => panel.of.waits).forEach(panel => panel.soon(0));
      }
    },
  });
  page.leaving.push(() => shown?.map.close());
  return body;
}

function picker(page) {
  const readout = el('p', {class: 'readout', role: 'status'});
  const map = new HeatMap({
    label: 'Windows of ' + page.feature,
    onMove: ({window}) => adjust({window: window.start}),
    onOpen: () => {},
    onPoint: place => read(place),
  });
  const step = by => {
    const at = page.points.findIndex(point => point.start === windowOf(page)) + by;
    if (at >= 0 && at < page.points.length) {
      adjust({window: page.points[at].start});
    }
  };
  const before = el('button', {type: 'button', onclick: () => step(-1)}, '← Earlier');
  const later = el('button', {type: 'button', onclick: () => step(1)}, 'Later →');

  function read(place) {
    const at = page.points.findIndex(point => point.start === windowOf(page));
    before.disabled = at <= 0;
    later.disabled = at < 0 || at >= page.points.length - 1;
    const point = page.points[at];
    replace(readout, describe(place?.window ? place : {window: point ?? page.points.at(-1), feature: page.feature, severity: point?.severity ?? 'UNKNOWN'}));
  }

  function update() {
    map.show(page.points, [{feature: page.feature, severities: page.points.map(point => CODES[point.severity]).join('')}]);
    map.select(windowOf(page), page.feature);
    read(null);
  }

  return {map, update, element: el('div', null, map.element,
    el('div', {class: 'map-tools', id: 'map-keys'}, before, later, readout))};
}

/** What is known of the feature in one window. */
function distribution(page) {
  let charts = null;
  return page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, 'window'],
    settle: 200,
    // It is read from a topic, and a window that ended seldom changes.
    between: 5_000,
    waits: true,
    load: async ask => {
      const window = windowOf(page);
      return window === undefined ? {} : ask('distribution', {...series(page), feature: page.feature, window});
    },
    render: (answer, body) => {
      if (answer.profile === undefined) {
        replace(body, el('p', {class: 'nothing'}, 'Choose a window.'));
        return;
      }
      const kind = answer.kind + (answer.baseline === undefined) + (answer.current === undefined);
      if (charts === null || charts.kind !== kind || !body.contains(charts.element)) {
        charts = {kind, ...distributionCharts(answer)};
        replace(body, charts.element);
      }
      charts.update(answer);
      const median = answer.baseline?.curve?.[100];
      if (median !== page.baselineMedian) {
        page.baselineMedian = median;
        page.panels.filter(panel => panel.of.marksMedian).forEach(panel => panel.draw(true));
      }
    },
  });
}

function distributionCharts(first) {
  const summary = el('div', {class: 'stack'});
  const details = el('div', {class: 'grid'});
  const rest = el('p', {class: 'muted'});
  const isNumeric = first.current !== undefined;
  const bins = chart('Share of the values in each bin, baseline beside this window; the table below has the numbers');
  const curves = chart('Cumulative distribution of the baseline and of this window');
  const hasBaseline = first.baseline !== undefined;
  const element = el('div', {class: 'stack'}, summary,
    el('div', {class: 'swatches'}, hasBaseline ? el('span', {class: 'swatch'}, 'baseline') : null, el('span', {class: 'swatch current'}, 'this window')),
    el('div', {class: 'grid'},
      hasBaseline ? el('figure', {class: 'figure'}, el('h3', null, isNumeric ? 'Share of the values in each bin' : 'Share of each category'), bins.element, rest) : null,
      isNumeric ? el('figure', {class: 'figure'}, el('h3', null, 'Share of the values up to …'), curves.element) : null),
    details);
  return {
    element,
    update(answer) {
      replace(summary, verdict(answer));
      replace(details, el('div', {class: 'stack'}, numbers(answer), categories(answer), binTable(answer)), statistics(answer));
      if (hasBaseline) {
        const {shown, others} = isNumeric ? {shown: answer.baseline.bins, others: null} : largest(answer.baseline.bins);
        bins.show(isNumeric ? columns(shown) : rows(shown));
        replace(rest, others === null ? null : 'All other categories together: ' + percent(others.baseline) + ' of the baseline, ' + percent(others.current) + ' of this window.');
      }
      if (isNumeric) {
        curves.show(cumulative(answer));
      }
    },
  };
}

function verdict(answer) {
  const {profile, baseline} = answer;
  return [
    el('p', {class: 'verdict'}, badge(answer.severity), el('strong', null, spanText(answer.start, answer.end)), plural(answer.rows, 'row')),
    el('p', {class: 'muted'},
      capital(words(answer.kind)), '. ',
      answer.judgedWith === null
        ? 'It was not judged: there was no baseline yet. '
        : ['Judged with baseline ', el('code', null, visible(answer.judgedWith)), answer.learnedBaseline ? ', which was learned from the first rows. ' : '. '],
      answer.unreadable === undefined ? null : el('strong', null, 'What follows is not all: ', prose(answer.unreadable.join('; ')), '. '),
      baseline === undefined ? 'No baseline is known to be shown beside it.' : [
        baseline.id === answer.judgedWith ? null : ['What is shown beside it is baseline ', el('code', null, visible(baseline.id)), ', which replaced that one. '],
        plural(baseline.rows, 'row'), ' in the baseline',
        baseline.segment === answer.segment ? '.' : [', which is that of ', baseline.segment === 'all' ? 'all rows' : prose(baseline.segment), '.'],
      ],
      profile.missing > 0 ? ' ' + percent(profile.missing / answer.rows) + ' of the rows have no value.' : null),
  ];
}

/** Bars side by side. */
function grouped(bins) {
  const all = colours();
  return [
    {name: 'baseline', type: 'bar', data: bins.map(bin => bin.baseline), itemStyle: {color: all.baseline}, barGap: '8%', barCategoryGap: '28%'},
    {name: 'this window', type: 'bar', data: bins.map(bin => bin.current), itemStyle: {color: all.current}},
  ];
}

function binTip(bins) {
  return {...tooltip(([first]) => {
    const bin = bins[first.dataIndex];
    return cut(bin.label, 60) + '\nbaseline ' + percent(bin.baseline) + '\nthis window ' + percent(bin.current);
  }), axisPointer: {type: 'shadow'}};
}

function columns(bins) {
  return {
    tooltip: binTip(bins),
    xAxis: nameAxis(bins.map(bin => bin.label), {axisLabel: {rotate: bins.length > 6 ? 32 : 0, hideOverlap: false, formatter: label => cut(label, 18)}}),
    yAxis: valueAxis(percent, {scale: false}),
    series: grouped(bins),
  };
}

const MOST_BARS = 12;
/** What the API makes of more categories than it tells. */
const REST = /^\(\d+ more\)$/;

/** The categories that are drawn, those that changed most among them, and what all others have together: their bar would dwarf the rest. */
function largest(bins) {
  const share = bin => Math.max(bin.baseline, bin.current);
  const change = bin => Math.abs(bin.current - bin.baseline);
  const [rest, named] = [bins.filter(bin => REST.test(bin.label)), bins.filter(bin => !REST.test(bin.label))];
  const most = [...named].sort((one, other) => share(other) - share(one)).slice(0, MOST_BARS);
  const changed = [...named].sort((one, other) => change(other) - change(one)).slice(0, 3);
  const shown = [...new Set([...changed, ...most])].slice(0, MOST_BARS).sort((one, other) => share(other) - share(one));
  const others = [...named.filter(bin => !shown.includes(bin)), ...rest];
  return {shown, others: others.length === 0 ? null : {baseline: sum(others, 'baseline'), current: sum(others, 'current')}};
}

function sum(bins, key) {
  return bins.reduce((all, bin) => all + bin[key], 0);
}

/** Categories: their names need the room of a row. */
function rows(shown) {
  return {
    tooltip: binTip(shown),
    xAxis: valueAxis(percent, {scale: false}),
    yAxis: nameAxis(shown.map(bin => bin.label), {inverse: true, axisLabel: {formatter: label => cut(label, 22)}}),
    series: grouped(shown),
  };
}

function cumulative(answer) {
  const all = colours();
  const points = curve => curve.map((value, i) => [value, i / (curve.length - 1)]).filter(([value]) => value !== null);
  const own = points(answer.current);
  const other = answer.baseline?.curve === undefined ? [] : points(answer.baseline.curve);
  // The last half percent at both ends would squeeze the rest.
  const inner = curve => curve.filter(([, rank]) => rank >= 0.005 && rank <= 0.995).map(([value]) => value);
  const seen = [...inner(own), ...inner(other)];
  const [least, largest] = [Math.min(...seen), Math.max(...seen)];
  return {
    tooltip: {...tooltip(list => list.map(point => point.seriesName + ': ' + percent(point.data[1]) + ' up to ' + figure(point.data[0])).join('\n'))},
    xAxis: valueAxis(figure, {min: least, max: largest > least ? largest : least + 1, splitNumber: 5}),
    yAxis: valueAxis(percent, {min: 0, max: 1, interval: 0.25, scale: false}),
    series: [
      {name: 'baseline', type: 'line', data: other, showSymbol: false, lineStyle: {width: 2.5, color: all.baseline, type: [6, 3]}, itemStyle: {color: all.baseline}},
      {name: 'this window', type: 'line', data: own, showSymbol: false, lineStyle: {width: 2.5, color: all.current}, itemStyle: {color: all.current}},
    ],
  };
}

function numbers({profile, rows: all, baseline}) {
  const rank = share => profile.quantiles.find(each => Math.abs(each.rank - share) < 1e-9)?.value;
  return el('div', null, el('h3', null, 'Numbers'), facts([
    ['Values', count(profile.present) + ' of ' + plural(all, 'row')],
    ['Missing', percent(profile.missing / all) + (baseline === undefined ? '' : ' (baseline ' + percent(baseline.missing / baseline.rows) + ')')],
    ['Invalid', percent(profile.invalid / all)],
    ['Out of the baseline’s range', profile.outOfRange === null ? null : percent(profile.outOfRange / profile.present)],
    ['Never seen in the baseline', profile.unseen === null ? null : percent(profile.unseen / profile.present)],
    ['Distinct categories, about', profile.distinct === null ? null : count(profile.distinct)],
    ['Smallest … largest', profile.min === null ? null : figure(profile.min) + ' … ' + figure(profile.max)],
    ['Mean ± standard deviation', profile.mean === null ? null : figure(profile.mean) + ' ± ' + figure(profile.stddev)],
    ['Median', rank(0.5) === undefined ? null : figure(rank(0.5))],
    ['5 % … 95 %', rank(0.05) === undefined ? null : figure(rank(0.05)) + ' … ' + figure(rank(0.95))],
  ]));
}

function statistics({profile, baseline, judgedWith}) {
  const keys = inOrder(new Set([...Object.keys(profile.statistics), ...Object.keys(baseline?.statistics ?? {})]));
  const another = baseline !== undefined && baseline.id !== judgedWith;
  return keys.length === 0 ? null : el('div', null, el('h3', null, 'Statistics'), table('Statistics of this window',
    [{title: 'Statistic'}, {title: 'As judged', number: true}, {title: 'Beside the baseline shown', number: true}].slice(0, another ? 3 : 2),
    keys.map(key => [statisticName(key), figure(profile.statistics[key]), figure(baseline?.statistics[key])].slice(0, another ? 3 : 2))));
}

function categories({profile, baseline}) {
  const known = new Map((baseline?.bins ?? []).map(bin => [bin.label, bin.baseline]));
  return profile.topCategories.length === 0 ? null : el('div', null, el('h3', null, 'Most frequent categories'), table('Most frequent categories',
    [{title: 'Category'}, {title: 'Rows', number: true}, {title: 'Share', number: true}, {title: 'In the baseline', number: true}],
    profile.topCategories.map(each => [name(each.category), count(each.count), percent(each.count / profile.present),
      known.has(each.category) ? percent(known.get(each.category)) : '–'])));
}

function binTable({baseline}) {
  return baseline === undefined ? null : el('details', {data: {key: 'bins'}}, el('summary', null, 'All bins as a table'), table('Shares of bins',
    [{title: 'Bin'}, {title: 'Baseline', number: true}, {title: 'This window', number: true}],
    baseline.bins.map(bin => [name(bin.label), percent(bin.baseline), percent(bin.current)])));
}

const RATES = [['missing', 'missing', 'solid'], ['invalid', 'invalid', [2, 3]], ['unseen', 'never seen in the baseline', [8, 4]], ['outOfRange', 'out of the baseline’s range', [8, 3, 2, 3]]];
const DISTANCES = [['psi', 'population stability index', 'solid'], ['ks', 'Kolmogorov–Smirnov distance', [8, 4]]];
const WASSERSTEIN = [['wasserstein', 'normalised Wasserstein distance', 'solid']];

function overTime(page) {
  let charts = null;
  return page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, ...RANGE],
    draws: ['window'],
    marksMedian: true,
    load: ask => askPoints(page, ask),
    render: ({points}, body) => {
      const has = keys => keys.filter(key => points.some(point => point.measures[key] !== undefined && point.measures[key] !== null));
      const shape = JSON.stringify([has(['p50']), has(RATES.map(([key]) => key)), has([...DISTANCES, ...WASSERSTEIN].map(([key]) => key))]);
      if (points.length === 0) {
        replace(body, el('p', {class: 'nothing'}, 'Nothing is known of this time.'));
        charts = null;
        return;
      }
      if (charts === null || charts.shape !== shape || !body.contains(charts.element)) {
        charts = {shape, ...timeCharts(has)};
        replace(body, charts.element);
      }
      charts.update(points, points.findIndex(point => point.start === windowOf(page)), page.baselineMedian);
    },
  });
}

function timeCharts(has) {
  const all = [];
  const figures = [];
  const add = (title, option, label) => {
    const made = chart(label);
    all.push([made, option]);
    figures.push(el('figure', {class: 'figure'}, el('h3', null, title), made.element));
  };
  if (has(['p50']).length > 0) {
    add('Median and the middle 50 %, 90 % and 98 % of the values; the baseline’s median dotted', quantiles, 'Quantiles of the values over time');
  }
  const rates = RATES.filter(([key]) => has([key]).length > 0);
  const distances = DISTANCES.filter(([key]) => has([key]).length > 0);
  if (distances.length > 0) {
    add('How far from the baseline', (points, at) => lines(points, at, distances, figure), 'Statistics over time');
  }
  if (has(['wasserstein']).length > 0) {
    add('How far from the baseline, in its standard deviations', (points, at) => lines(points, at, WASSERSTEIN, figure), 'Wasserstein distance over time');
  }
  if (rates.length > 0) {
    add('Rates of values that are not as they should be', (points, at) => lines(points, at, rates, percent), 'Rates over time');
  }
  const asTable = el('div', null);
  return {
    element: el('div', {class: 'stack'}, el('div', {class: 'grid'}, figures), asTable),
    update: (points, at, median) => {
      all.forEach(([made, option]) => made.show(option(points, at, median)));
      replace(asTable, timeTable(points, has));
    },
  };
}

const LAST = 50;

/** The same in numbers, the last windows first. */
function timeTable(points, has) {
  const keys = has(['p50', 'p05', 'p95', 'psi', 'ks', 'missing', 'unseen', 'outOfRange']);
  const titles = {p50: 'Median', p05: '5 %', p95: '95 %', psi: 'PSI', ks: 'KS', missing: 'Missing', unseen: 'Never seen', outOfRange: 'Out of range'};
  const rate = key => RATES.some(([each]) => each === key);
  return el('details', {data: {key: 'points'}}, el('summary', null, 'The last ' + plural(Math.min(LAST, points.length), 'window') + ' as a table'), table('Windows over time',
    [{title: 'Window'}, {title: 'Verdict'}, {title: 'Rows', number: true}, ...keys.map(key => ({title: titles[key], number: true}))],
    points.slice(-LAST).reverse().map(point => [spanText(point.start, point.end), badge(point.severity), count(point.rows),
      ...keys.map(key => (rate(key) ? percent : figure)(point.measures[key]))])));
}

function measures(points, key) {
  return points.map(point => point.measures[key] ?? null);
}

function quantiles(points, at, median) {
  const all = colours();
  const of = key => measures(points, key);
  return {
    tooltip: tooltip(([first]) => {
      const {start, end, measures: each} = points[first.dataIndex];
      return [spanText(start, end), 'median ' + figure(each.p50), '50 %: ' + figure(each.p25) + ' … ' + figure(each.p75),
        '90 %: ' + figure(each.p05) + ' … ' + figure(each.p95), '98 %: ' + figure(each.p01) + ' … ' + figure(each.p99), 'mean ' + figure(each.mean)].join('\n');
    }),
    xAxis: timeAxis(points.map(point => point.start)),
    yAxis: valueAxis(figure),
    series: [
      ...band('98 %', of('p01'), of('p99'), all.current, 0.14),
      ...band('90 %', of('p05'), of('p95'), all.current, 0.2),
      ...band('50 %', of('p25'), of('p75'), all.current, 0.3),
      line('median', of('p50'), {lineStyle: {color: all.current, width: 2.5}, itemStyle: {color: all.current}, z: 3, markLine: here(at)}),
      line('baseline', [], {markLine: level(median, all.baseline)}),
    ],
  };
}

function lines(points, at, wanted, format) {
  const all = colours();
  const inks = [all.current, all.MAJOR, all.MINOR, all.baseline];
  return {
    legend: {top: 0, left: 0, textStyle: {color: all.muted, fontSize: 12}, itemWidth: 26, itemHeight: 8, selectedMode: false},
    grid: {left: 24, right: 30, top: wanted.length > 2 ? 52 : 34, bottom: 6, containLabel: true},
    tooltip: tooltip(list => [spanText(points[list[0].dataIndex].start, points[list[0].dataIndex].end),
      ...list.map(point => point.seriesName + ' ' + format(point.value))].join('\n')),
    xAxis: timeAxis(points.map(point => point.start)),
    yAxis: valueAxis(format, {scale: false}),
    series: wanted.map(([key, title, type], i) => line(title, measures(points, key), {
      lineStyle: {color: inks[i], width: 2, type}, itemStyle: {color: inks[i]}, symbol: 'circle', markLine: i === 0 ? here(at) : undefined,
    })),
  };
}

function segments(page) {
  return page.panel({
    subjects: ['WINDOWS'],
    model: page.model,
    uses: [...SERIES, 'window'],
    settle: 200,
    waits: true,
    load: async ask => {
      const window = windowOf(page);
      return window === undefined ? {segments: []} : ask('segments', {model: page.model, version: versionOf(page), window});
    },
    render: (answer, body) => replace(body, answer.segments.length < 2 ? el('p', {class: 'nothing'}, 'The monitor spec names no segments.')
      : table('Segments of this window', [{title: 'Segment'}, {title: 'Verdict on the window'}, {title: 'Rows', number: true}, {title: 'This feature', wide: true}],
        answer.segments.map(each => [
          el('a', {
            href: link(['models', page.model, 'features', page.feature], {...page.query, version: versionOf(page), segment: each.segment, window: each.start}),
            data: {key: each.segment},
          }, name(each.segment === 'all' ? 'all rows' : each.segment)),
          badge(each.severity), count(each.rows),
          each.worst.includes(page.feature) ? 'is among its worst' : each.worst.length === 5 ? 'others are worse' : 'did not drift',
        ]))),
  });
}
