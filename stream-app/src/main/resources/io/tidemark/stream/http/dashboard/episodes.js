// Episodes of drift with their sentences.

import {el, name, prose} from './dom.js';
import {capital, spanText, time, words} from './format.js';
import {link} from './route.js';
import {badge} from './severity.js';

/** @param ofModel whether they stand on the page of their model */
export function episodes(list, ofModel) {
  return el('ul', {class: 'episodes'}, list.map(each => episode(each, ofModel)));
}

function episode(event, ofModel) {
  const open = event.state !== 'RESOLVED';
  const cause = open ? event.diagnosis?.summary : undefined;
  return el('li', {class: 'episode'},
    open ? badge(event.severity) : badge('NONE', 'Ended'),
    el('div', null,
      el('p', null, prose(open ? event.reason : event.first.reason)),
      open || event.reason === event.first.reason ? null : el('p', {class: 'muted'}, 'At its end: ', prose(event.reason)),
      el('p', {class: 'episode-more'},
        el('span', null, capital(words(event.kind))),
        open ? null : el('span', null, 'was ' + words(event.severity)),
        ofModel ? null : el('span', null, 'model ', el('a', {href: link(['models', event.modelId])}, name(event.modelId))),
        event.modelVersion === '' ? null : el('span', null, 'version ', name(event.modelVersion)),
        event.segment === 'all' ? null : el('span', null, 'segment ', name(event.segment)),
        event.resolution === '' ? null : el('span', null, 'windows of ' + event.resolution),
        event.reference === 'baseline' ? null : el('span', null, 'beside the ' + words(event.reference)),
        where(event)),
      cause === undefined ? null : el('details', {data: {key: 'd' + event.episodeId}}, el('summary', null, 'What the window shows as a whole'), el('p', {class: 'muted'}, prose(cause)))),
    el('p', {class: 'episode-side'}, 'since ', time(event.episodeStart), el('br'),
      open ? ['last seen ', spanText(event.windowStart, event.windowEnd)] : ['until ', time(event.windowStart)]));
}

/** Where to look on. */
function where(event) {
  const place = {version: event.modelVersion, segment: event.segment === 'all' ? null : event.segment};
  if (event.kind === 'PERFORMANCE' || event.kind === 'LABEL') {
    return el('a', {href: link(['models', event.modelId], {...place, tab: 'performance'}), data: {key: 'e' + event.episodeId}}, 'Performance');
  }
  if (event.feature !== null && ['FEATURE', 'PREDICTION', 'DATA_QUALITY'].includes(event.kind)) {
    // What an episode ended with need not be a window: its version may have stopped to answer.
    const window = event.state === 'RESOLVED' ? event.first.windowStart : event.windowStart;
    return el('a', {
      href: link(['models', event.modelId, 'features', event.feature], {...place, window}),
      data: {key: 'e' + event.episodeId},
    }, 'Look at ', name(event.feature));
  }
  return null;
}
