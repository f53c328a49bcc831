// All models: which one needs a look.

import {el, name, prose, replace} from '../dom.js';
import {count, percent, plural, time, words} from '../format.js';
import {icon} from '../icons.js';
import {section} from '../page.js';
import {adjust, link} from '../route.js';
import {badge, legend, strip} from '../severity.js';

/** So many models are not seen at once. */
const MANY = 12;
const ORDER = ['MAJOR', 'MINOR', 'INSUFFICIENT', 'UNKNOWN', 'NONE'];

export function overview(page) {
  page.title = 'Models';
  page.root.append(
    el('div', {class: 'page-head'}, el('h1', null, 'Models'), health(page)),
    section('All models', {id: 'models', className: 'bare', tools: legend()}, page.panel({
      subjects: ['WINDOWS', 'EPISODES', 'VERSIONS', 'JOBS', 'MONITORS'],
      draws: ['q'],
      load: ask => ask('models'),
      render: (answer, body) => replace(body, answer.models.length === 0 ? empty() : [
        answer.models.length < MANY && page.query.q === undefined ? null : filter(page), list(answer.models.filter(model => fits(model, page.query.q))),
      ]),
    })));
}

function fits(model, asked = '') {
  return model.model.toLowerCase().includes(asked.toLowerCase());
}

function filter(page) {
  const input = el('input', {
    type: 'search', placeholder: 'Filter models', 'aria-label': 'Filter models by name', value: page.query.q, data: {key: 'q'},
    oninput: event => adjust({q: event.target.value}),
  });
  return el('div', {class: 'map-tools'}, input);
}

/** Whether the monitor itself is well, in a line. */
function health(page) {
  const body = page.panel({
    subjects: ['LEDGER', 'DEAD_LETTERS'],
    between: 5_000,
    load: async ask => {
      const [status, ledger, letters] = await Promise.all([ask('status'), ask('ledger'), ask('dead-letters', {limit: 1})]);
      return {ready: status.ready, view: {caughtUp: status.view.caughtUp, historyRead: status.view.historyRead}, lag: lagOf(ledger),
        letters: Object.values(letters.recentByReason).reduce((sum, each) => sum + each, 0)};
    },
    render: (answer, target) => replace(target, el('ul', {class: 'vitals'},
      vital(answer.ready ? 'none' : 'major', answer.ready ? 'Ready' : 'Not ready', answer.ready ? null : 'state is being restored, or a role is down'),
      answer.view.caughtUp && answer.view.historyRead ? null : vital('insufficient', 'Reading what was published', 'more will appear'),
      answer.lag === null
        ? vital('minor', 'Lag unknown', 'see Operations')
        : vital(answer.lag > 0 ? 'insufficient' : 'none', count(answer.lag), 'records wait to be read'),
      vital(answer.letters > 0 ? 'minor' : 'none', answer.letters >= 200 ? '200 or more' : count(answer.letters), answer.letters === 1 ? 'dead letter' : 'dead letters'))),
  });
  body.classList.add('inline');
  return body;
}

function lagOf(ledger) {
  return ledger.lagsFailure !== undefined ? null : ledger.lags.reduce((sum, each) => sum + each.lag, 0);
}

function vital(state, value, meaning) {
  return el('li', {class: 'vital ' + state}, icon(state), el('a', {href: link(['operations'])}, el('strong', null, value), meaning && ' ' + meaning));
}

function list(models) {
  const worstFirst = [...models].sort((one, other) =>
    ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity) || other.openEpisodes - one.openEpisodes || (one.model < other.model ? -1 : 1));
  return el('ul', {class: 'models'}, worstFirst.map(card));
}

function card(model) {
  const here = ['models', model.model];
  return el('li', {class: 'model ' + model.severity.toLowerCase()},
    el('div', {class: 'model-head'},
      el('h3', null, el('a', {href: link(here), data: {key: 'model ' + model.model}}, name(model.model))),
      badge(model.severity)),
    el('p', {class: 'model-worst'}, model.worst !== undefined ? prose(model.worst) : quiet(model)),
    el('div', {class: 'model-strip'},
      model.strip ? strip(model.strip) : el('p', {class: 'muted'}, 'No window yet'),
      el('p', {class: 'muted'}, model.lastWindowEnd !== undefined ? ['last window until ', time(model.lastWindowEnd)] : null)),
    el('ul', {class: 'chips'},
      model.openEpisodes > 0 ? el('li', null, plural(model.openEpisodes, 'open episode')) : null,
      model.openOfFormerVersions > 0 ? el('li', null, plural(model.openOfFormerVersions, 'open episode') + ' of former versions') : null,
      model.production !== undefined
        ? el('li', null, 'version ', name(model.production), ' answers')
        : model.latestVersion !== undefined ? el('li', null, 'version ', name(model.latestVersion), ' is seen') : null,
      model.canary ? el('li', {class: 'busy'}, 'canary ', name(model.canary.version), ' ', percent(model.canary.share)) : null,
      model.shadows.slice(0, 3).map(version => el('li', {class: 'busy'}, 'shadow ', name(version))),
      model.job ? el('li', {class: 'busy'}, el('a', {href: link(['jobs', model.job.jobId])}, 'retrain job ' + words(model.job.state))) : null,
      model.monitored ? null : el('li', null, 'no monitor spec: defaults hold')));
}

function quiet(model) {
  return model.strip ? 'No episode is open.' : 'Nothing has been judged yet: the first window has to end before.';
}

function empty() {
  return el('div', {class: 'empty'},
    el('h3', null, 'No model is known yet'),
    el('p', null, 'A model appears with its first inference log, or with its monitor spec. Say how it is to be monitored:'),
    el('pre', {tabindex: 0}, './tidemark apply -f churn.yaml -b broker:9092 -r http://registry:8081'),
    el('p', null, 'and write inference logs to the topic, or try it with a CSV file:'),
    el('pre', {tabindex: 0}, './tidemark replay --csv last-week.csv --model churn --version 7 --time created_at \\\n    --speed max -b broker:9092 -r http://registry:8081'));
}
