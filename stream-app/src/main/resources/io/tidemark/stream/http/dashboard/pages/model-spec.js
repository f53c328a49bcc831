// The monitor spec that is in force, as it was applied.

import {el, facts, name, replace, visible} from '../dom.js';
import {time} from '../format.js';
import {section} from '../page.js';

export function spec(page, root) {
  root.append(section('Monitor spec', {id: 'spec'}, page.panel({
    subjects: ['MONITORS'],
    model: page.model,
    load: async ask => ({spec: (await ask('model', {model: page.model})).spec ?? null}),
    render: (answer, body) => replace(body, answer.spec === null ? none(page) : el('div', {class: 'stack'},
      facts([['Revision', el('code', null, answer.spec.revision)], ['Applied', time(answer.spec.appliedAt)], ['By', name(answer.spec.appliedBy)]]),
      el('pre', {tabindex: 0, role: 'region', 'aria-label': 'Monitor spec in YAML'}, lines(answer.spec.source)))),
  })));
}

/** Each line for itself, so that nothing in one can change another. */
function lines(source) {
  return source.split('\n').map(line => visible(line.replaceAll('\t', '    '))).join('\n');
}

function none(page) {
  return el('div', {class: 'empty'},
    el('h3', null, 'No monitor spec is applied: the defaults hold'),
    el('p', null, 'Windows of an hour, all features, a baseline that is learned from the first rows where none is given. To change that, write a file'),
    el('pre', {tabindex: 0}, 'model: ' + visible(page.model) + '\nwindow: 1h'),
    el('p', null, 'and apply it:'),
    el('pre', {tabindex: 0}, './tidemark apply -f FILE -b BROKERS -r REGISTRY'));
}
