// The loop: versions and their stages, the jobs that made them, and who serves what.

import {el, facts, name, prose, replace, table, visible} from '../dom.js';
import {ago, bytes, capital, count, figure, millis, percent, plural, statisticName, time, words} from '../format.js';
import {isRunning, stage, stateWords} from '../jobs.js';
import {section} from '../page.js';
import {link} from '../route.js';

const GONE_MS = 120_000;

export function loop(page, root) {
  root.append(
    section('Versions', {id: 'versions'}, versions(page)),
    section('Who serves what', {id: 'serving'}, serving(page)),
    section('Retrain jobs', {id: 'jobs'}, jobs(page)));
}

function versions(page) {
  return page.panel({
    subjects: ['VERSIONS'],
    model: page.model,
    load: async ask => ({...await ask('versions', {model: page.model}), answers: (await ask('model', {model: page.model})).production}),
    render: (answer, body) => replace(body, answer.versions.length === 0
      ? el('p', {class: 'nothing'}, 'No version of this model was published. A retrain job publishes one, or ', el('code', null, './tidemark models import'), '.')
      : el('ol', {class: 'versions'}, answer.versions.map(each => version(each, answer.answers)))),
  });
}

function version(of, answering) {
  const answers = of.version === answering;
  return el('li', {class: 'version' + (answers ? ' answers' : '')},
    el('div', {class: 'version-head'},
      el('h3', null, 'Version ', name(of.version)),
      of.stage === 'PRODUCTION' && !answers ? el('span', {class: 'stage'}, 'followed; ready for a rollback') : stage(of.stage),
      answers ? el('strong', null, 'answers') : null,
      of.stage === 'CANARY' ? el('span', null, percent(of.canaryShare) + ' of the requests') : null,
      el('span', {class: 'muted'}, 'since ', time(of.stageSince), ', by ', name(of.changedBy))),
    of.reason === '' ? null : el('p', null, prose(of.reason)),
    metrics(of),
    lineage(of));
}

function metrics(of) {
  const keys = Object.keys(of.metrics);
  return keys.length === 0 ? null : table('Metrics of version ' + visible(of.version), [
    {title: 'On the same later rows'}, {title: 'This version', number: true},
    ...(of.championVersion === null ? [] : [{title: 'Version ' + visible(of.championVersion), number: true}]),
  ], keys.map(key => [capital(statisticName(key)), figure(of.metrics[key]), ...(of.championVersion === null ? [] : [figure(of.championMetrics[key])])]), {class: 'scroll fit'});
}

function lineage(of) {
  const from = of.lineage;
  return el('details', {data: {key: 'lineage ' + of.version}}, el('summary', null, 'Where it comes from'), el('div', {class: 'stack'}, facts([
    ['Created', time(of.createdAt)],
    ['Artifact', of.artifact === null ? null : bytes(of.artifact.bytes) + ' in ' + plural(of.artifact.chunks, 'chunk')],
    ['SHA-256', of.artifact === null ? null : el('code', null, of.artifact.sha256)],
    ['Baseline', of.baselineId === null ? null : el('code', null, visible(of.baselineId))],
    ...(from === null ? [] : [
      ['Job', from.jobId === null ? null : el('a', {href: link(['jobs', from.jobId])}, name(from.jobId))],
      ['Asked for by', prose(from.trigger)],
      ['Learned from', count(from.trainingRows) + ' rows, judged by ' + count(from.holdoutRows) + ' later ones'],
      ['Their time', [time(from.dataFrom), ' – ', time(from.dataTo)]],
      ['Hash of the data', el('code', null, from.dataHash)],
      ['Monitor spec', el('code', null, from.specRevision)],
      ['Code', from.code],
      ['Training', prose(settings(from.training))],
    ])])));
}

export function settings(training) {
  return Object.keys(training).sort().map(key => key + ' = ' + training[key]).join(', ');
}

function serving(page) {
  return page.panel({
    subjects: ['SERVING'],
    model: page.model,
    load: ask => ask('serving', {model: page.model}),
    render: ({instances}, body) => {
      const refused = instances.flatMap(each => each.versions.filter(of => of.state === 'REFUSED').map(of => [each, of]));
      replace(body, refused.map(([instance, of]) => el('div', {class: 'alarm', role: 'alert'},
        el('h3', null, name(instance.instance), ' refuses version ', name(of.version)), el('p', null, prose(of.reason)))),
      instances.length === 0 ? el('p', {class: 'nothing'}, 'No scoring application with the serving client is heard of.') : table('Who serves what', [
        {title: 'Instance'}, {title: 'Version'}, {title: 'What it does'}, {title: 'Since'}, {title: 'Swapped in', number: true},
        {title: 'Answers', number: true}, {title: 'Failures', number: true}, {title: 'Dropped', number: true}, {title: 'Why', wide: true},
      ], instances.flatMap(each => each.versions.map(of => [
        [name(each.instance), Date.now() - new Date(each.at) > GONE_MS ? el('span', {class: 'muted'}, ' last heard of ' + ago(each.at)) : null],
        name(of.version), stage(of.state), time(of.since), of.swapMillis === null ? '–' : millis(of.swapMillis),
        count(of.answers), count(of.failures), count(of.dropped), of.reason === '' ? '' : prose(of.reason),
      ]))));
    },
  });
}

function jobs(page) {
  return page.panel({
    subjects: ['JOBS'],
    model: page.model,
    load: ask => ask('jobs', {model: page.model}),
    render: (answer, body) => replace(body, answer.jobs.length === 0 ? noJobs() : table('Retrain jobs',
      [{title: 'Job'}, {title: 'Asked for'}, {title: 'State'}, {title: 'Because of'}, {title: 'How it ended', wide: true}],
      answer.jobs.map(row))),
  });
}

function row(job) {
  return [
    el('a', {href: link(['jobs', job.jobId]), data: {key: job.jobId}}, name(job.jobId)),
    time(job.requestedAt),
    isRunning(job) ? el('strong', null, stateWords(job.state)) : el('span', {class: 'stage ' + job.state.toLowerCase()}, stateWords(job.state)),
    [...new Set(job.triggers.map(each => words(each.kind)))].join(', '),
    [job.version === null ? null : ['version ', name(job.version), '. '], job.reason === '' ? '' : prose(job.reason)],
  ];
}

function noJobs() {
  return el('p', {class: 'nothing'}, 'No job was asked for. ', el('code', null, './tidemark retrain'), ' asks for one; ', el('code', null, 'retrain.when'),
    ' in the monitor spec says what else does.');
}
