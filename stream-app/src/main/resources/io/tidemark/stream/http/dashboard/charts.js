// Charts of Apache ECharts, in the colours of the page. Their tooltips are drawn, not HTML: what producers sent stays text.

import {el} from './dom.js';
import {clockText, dayText, shortTime} from './format.js';
import {colours} from './severity.js';

/**
 * A chart that lives as long as its element is on the page.
 *
 * @param label what it shows, for those who do not see it
 */
export function chart(label, {small = false} = {}) {
  const element = el('div', {class: 'chart' + (small ? ' small' : ''), role: 'img', 'aria-label': label});
  let drawn = null;
  const resized = new ResizeObserver(() => {
    if (!element.isConnected) {
      drawn?.dispose();
      drawn = null;
      resized.disconnect();
    } else if (element.clientWidth > 0) {
      drawn?.resize();
    }
  });
  return {
    element,
    show(option) {
      // It needs its size, which it has when it is on the page.
      requestAnimationFrame(() => {
        if (!element.isConnected) {
          return;
        }
        if (drawn === null) {
          drawn = globalThis.echarts.init(element);
          resized.observe(element);
        }
        drawn.setOption({...frame(), ...option}, {notMerge: true});
      });
    },
    on(event, listener) {
      requestAnimationFrame(() => drawn?.on(event, listener));
    },
  };
}

function frame() {
  const all = colours();
  return {
    animation: false,
    textStyle: {fontFamily: all.font, color: all.muted},
    grid: {left: 24, right: 30, top: 16, bottom: 6, containLabel: true},
  };
}

/** A box that follows the mouse; `formatter` makes plain text of what is under it. */
export function tooltip(formatter) {
  const all = colours();
  return {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    backgroundColor: all.surface,
    borderColor: all.line,
    borderWidth: 1,
    padding: [8, 10],
    textStyle: {color: all.ink, fontFamily: all.font, fontSize: 12, lineHeight: 17},
    axisPointer: {lineStyle: {color: all.muted}},
    formatter: points => escape(formatter(points)),
  };
}

/** Braces and bars are markup of drawn texts. */
function escape(text) {
  return text.replaceAll('{', '(').replaceAll('}', ')');
}

function axis() {
  const all = colours();
  return {
    axisLine: {lineStyle: {color: all.line}},
    axisTick: {show: false},
    axisLabel: {color: all.muted, fontSize: 11, hideOverlap: true},
    splitLine: {lineStyle: {color: all.line, opacity: 0.7}},
    nameTextStyle: {color: all.muted, fontSize: 11},
  };
}

/** @param times of the windows, in their order */
export function timeAxis(times) {
  const sameDay = times.length > 1 && new Date(times[1]) - new Date(times[0]) < 86_400_000;
  const base = axis();
  return {
    ...base,
    type: 'category',
    data: times,
    boundaryGap: false,
    axisLabel: {...base.axisLabel, formatter: (value, i) => sameDay && i > 0 && dayText(value) === dayText(times[0]) ? clockText(value) : shortTime(value)},
    splitLine: {show: false},
  };
}

export function valueAxis(format, more) {
  const base = axis();
  return {...base, type: 'value', scale: true, splitNumber: 4, axisLabel: {...base.axisLabel, formatter: format}, ...more};
}

export function nameAxis(labels, more) {
  const base = axis();
  return {...base, type: 'category', data: labels, splitLine: {show: false}, ...more, axisLabel: {...base.axisLabel, ...more?.axisLabel}};
}

export function line(title, values, more) {
  return {name: title, type: 'line', data: values, showSymbol: values.filter(each => each !== null).length < 3, symbolSize: 5, connectNulls: false, ...more};
}

/** The room between two lines, as two series of which the lower one is not seen. */
export function band(title, low, high, colour, opacity) {
  const common = {
    type: 'line', stack: title, stackStrategy: 'all', symbol: 'none', silent: true, lineStyle: {opacity: 0}, emphasis: {disabled: true}, z: 1,
  };
  return [
    {...common, name: title + ' from', data: low, areaStyle: {opacity: 0}},
    {...common, name: title, data: high.map((value, i) => value === null || low[i] === null ? null : value - low[i]), areaStyle: {color: colour, opacity}},
  ];
}

/** A level line across, such as that of the baseline. */
export function level(value, colour) {
  return value === null || value === undefined ? undefined : {
    silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: colour, type: 'dotted', width: 2}, data: [{yAxis: value}],
  };
}

/** The window that is chosen, as a line upright. */
export function here(index) {
  const all = colours();
  return index < 0 ? undefined : {
    silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: all.ink, width: 1.5, type: 'solid', opacity: 0.7}, data: [{xAxis: index}],
  };
}
