// The frame around the pages: which one is shown, what it hears of changes, colours and time zone.

import {ask, refusals} from './api.js';
import * as connection from './connection.js';
import {el, replace} from './dom.js';
import {isLocalTime, useLocalTime} from './format.js';
import {Live} from './live.js';
import {Page, section} from './page.js';
import {feature} from './pages/feature.js';
import {job} from './pages/job.js';
import {model} from './pages/model.js';
import {operations} from './pages/operations.js';
import {overview} from './pages/overview.js';
import {current} from './route.js';
import {forgetColours} from './severity.js';
import {remember} from './store.js';

const main = document.getElementById('main');
let page = null;
let shown = null;

/** The page of a path, with what makes it another page. */
function pageOf(path) {
  const [first, second, third, fourth] = path;
  if (first === undefined || (first === 'models' && second === undefined)) {
    return {open: overview, of: 'models'};
  }
  if (first === 'models' && third === undefined) {
    return {open: model, of: 'models'};
  }
  if (first === 'models' && third === 'features' && fourth !== undefined) {
    return {open: feature, of: 'models'};
  }
  if (first === 'jobs' && second !== undefined) {
    return {open: job, of: 'models'};
  }
  if (first === 'operations') {
    return {open: operations, of: 'operations'};
  }
  return {open: nowhere, of: ''};
}

function nowhere(at) {
  at.title = 'Not found';
  at.root.append(section('There is no such page', {}, el('p', null, 'The link may be mistyped. ', el('a', {href: '#/'}, 'All models'))));
}

function show() {
  const route = current();
  const {open, of} = pageOf(route.path);
  const identity = JSON.stringify(route.path);
  if (identity === shown) {
    page.turn(route);
  } else {
    const first = shown === null;
    page?.leave();
    shown = identity;
    main.replaceChildren();
    page = new Page(main, route);
    open(page);
    if (!first) {
      main.focus({preventScroll: true});
      scrollTo(0, 0);
    }
  }
  document.title = (page.title ? page.title + ' · ' : '') + 'Tidemark';
  for (const each of document.querySelectorAll('header nav a')) {
    if (each.dataset.page === of) {
      each.setAttribute('aria-current', 'page');
    } else {
      each.removeAttribute('aria-current');
    }
  }
}

const theme = document.getElementById('theme');

function isDark() {
  return document.documentElement.dataset.theme === 'dark';
}

function nameTheme() {
  theme.textContent = isDark() ? 'Light' : 'Dark';
  theme.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
}

function recolour() {
  forgetColours();
  nameTheme();
  page?.redraw();
}

theme.addEventListener('click', () => {
  const chosen = isDark() ? 'light' : 'dark';
  remember('theme', chosen);
  document.documentElement.dataset.theme = chosen;
});
// theme.js changes it as well, when the system does.
new MutationObserver(recolour).observe(document.documentElement, {attributeFilter: ['data-theme']});

const zone = document.getElementById('zone');

function nameZone() {
  zone.textContent = isLocalTime() ? 'Local time' : 'UTC';
  zone.setAttribute('aria-label', isLocalTime() ? 'Times are local; show UTC' : 'Times are in UTC; show local time');
}

zone.addEventListener('click', () => {
  useLocalTime(!isLocalTime());
  nameZone();
  connection.redraw();
  page?.redraw();
});

async function nameInstance() {
  try {
    const status = await ask('status');
    replace(document.getElementById('instance'), 'Tidemark ' + status.version + ', instance ' + status.instance);
  } catch {
    // The pages say what is wrong.
  }
}

document.querySelector('.skip').addEventListener('click', event => {
  // The hash is the page's address.
  event.preventDefault();
  main.focus();
});

addEventListener('hashchange', show);
nameTheme();
nameZone();
show();
nameInstance();

const live = new Live({
  onChanges: changes => page.changed(changes),
  onAgain: () => {
    page.refresh();
    // It may be another one, behind the same address.
    nameInstance();
  },
  onState: connection.tell,
});
refusals.addEventListener('unreachable', () => live.doubt());
refusals.addEventListener('unauthorized', () => live.refuse());
