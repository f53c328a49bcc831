// Numbers, times and words as a person reads them.

import {el} from './dom.js';
import {remember, remembered} from './store.js';

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const THREE = new Intl.NumberFormat('en', {maximumSignificantDigits: 3});
const FOUR = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});

export function count(number) {
  return WHOLE.format(number);
}

/** Three significant digits, and powers of ten where there would be many zeros. */
export function figure(number) {
  if (number === null || number === undefined || !Number.isFinite(number)) {
    return '–';
  }
  const size = Math.abs(number);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) {
    return number.toExponential(2).replace('e+', 'e');
  }
  return size >= 1000 ? FOUR.format(number) : THREE.format(number);
}

export function percent(share) {
  if (share === null || share === undefined || !Number.isFinite(share)) {
    return '–';
  }
  return (share !== 0 && Math.abs(share) < 0.001 ? figure(100 * share) : THREE.format(100 * share)) + ' %';
}

export function bytes(number) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  let value = number;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return THREE.format(value) + ' ' + units[unit];
}

export function millis(number) {
  return number < 1000 ? WHOLE.format(number) + ' ms' : duration(number);
}

/** The largest unit or two. */
export function duration(ms) {
  const units = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000]];
  let left = Math.max(0, ms);
  const parts = [];
  for (const [unit, size] of units) {
    const whole = Math.floor(left / size);
    if (whole > 0 && parts.length < 2) {
      parts.push(whole + ' ' + unit);
      left -= whole * size;
    } else if (parts.length === 1) {
      break;
    }
  }
  return parts.length === 0 ? (left === 0 ? '0 s' : '< 1 s') : parts.join(' ');
}

let local = remembered('zone', 'utc') === 'local';

export function isLocalTime() {
  return local;
}

export function useLocalTime(chosen) {
  local = chosen;
  remember('zone', chosen ? 'local' : 'utc');
}

export function zoneName() {
  return local ? 'local time' : 'UTC';
}

function parts(date, asLocal) {
  const two = number => String(number).padStart(2, '0');
  return asLocal
    ? [date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate()),
      two(date.getHours()) + ':' + two(date.getMinutes()), two(date.getSeconds())]
    : [date.toISOString().slice(0, -14), two(date.getUTCHours()) + ':' + two(date.getUTCMinutes()), two(date.getUTCSeconds())];
}

function text(date, asLocal, seconds) {
  const [day, minutes, second] = parts(date, asLocal);
  return day + ' ' + minutes + (seconds ? ':' + second : '');
}

/** A time as text, without its zone. */
export function timeText(time, {seconds = false} = {}) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '–' : text(date, local, seconds);
}

/** The day, and where it is not midnight the time of it. */
export function shortTime(time) {
  const [day, minutes] = parts(new Date(time), local);
  return minutes === '00:00' ? day : day + ' ' + minutes;
}

export function dayText(time) {
  return parts(new Date(time), local)[0];
}

export function clockText(time) {
  return parts(new Date(time), local)[1];
}

/** A time as an element, which tells the time of the other zone on hover. */
export function time(value, options) {
  if (value === null || value === undefined) {
    return '–';
  }
  const date = new Date(value);
  const other = text(date, !local, true) + (local ? ' UTC' : ' local time (' + zoneOfBrowser() + ')');
  return el('time', {datetime: date.toISOString(), title: other}, timeText(value, options));
}

function zoneOfBrowser() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** From one time to another, without repeating the day. */
export function spanText(start, end) {
  const [from, to] = [shortTime(start), shortTime(end)];
  return from + ' – ' + (to.startsWith(dayText(start) + ' ') ? to.slice(11) : to);
}

export function ago(time, now = Date.now()) {
  return duration(now - new Date(time).getTime()) + ' ago';
}

/** A constant of the API as words: DATA_QUALITY is data quality, notJudged is not judged. */
export function words(constant) {
  return String(constant).replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ').replaceAll('-', ' ').toLowerCase();
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function plural(number, one, many = one + 's') {
  return count(number) + ' ' + (number === 1 ? one : many);
}

// As the sentences of episodes have them.
const STATISTICS = {
  psi: 'population stability index',
  ks: 'Kolmogorov–Smirnov distance',
  wasserstein: 'normalised Wasserstein distance',
  jensenShannon: 'Jensen–Shannon distance',
  hellinger: 'Hellinger distance',
  totalVariation: 'total variation distance',
  lInfinity: 'largest change of a category’s share',
  chiSquare: 'chi-squared statistic',
  tails: 'rate of values in the baseline’s tails',
  missing: 'change of the missing rate',
  invalid: 'rate of invalid values',
  outOfRange: 'rate of values outside of the baseline’s range',
  unseen: 'rate of categories never seen in the baseline',
  frozen: 'standstill',
  distinct: 'number of distinct categories',
  f1: 'F1 score',
  macroPrecision: 'macro-averaged precision',
  macroRecall: 'macro-averaged recall',
  macroF1: 'macro-averaged F1 score',
  rocAuc: 'area under the ROC curve',
  logLoss: 'log loss',
  brier: 'Brier score',
  calibrationError: 'calibration error',
  mae: 'mean absolute error',
  rmse: 'root mean squared error',
  mape: 'mean absolute percentage error',
  rSquared: 'R²',
};

const ORDER = Object.keys(STATISTICS);

/** Statistics in the order in which they are told. */
export function inOrder(keys) {
  const place = key => ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length;
  return [...keys].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

/** A statistic or a metric in words. */
export function statisticName(key) {
  return STATISTICS[key] ?? words(key);
}
