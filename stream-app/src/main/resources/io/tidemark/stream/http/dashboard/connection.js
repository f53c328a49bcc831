// Says how the connection to the monitor is: in a word in the head, and in a sentence below it where what is shown can't be relied upon.

import {el, replace} from './dom.js';
import {clockText, dayText, timeText, zoneName} from './format.js';

const WORDS = {
  live: ['live', 'What is shown follows what is published.'],
  asking: ['asking', 'The monitor answers, but tells nothing by itself: as many browsers follow it as can, or a proxy holds back its events. It is asked for everything twice a minute.'],
  reconnecting: ['reconnecting', 'The monitor does not answer; what is shown is as of before.'],
  lost: ['offline', 'The monitor does not answer; what is shown is as of before.'],
  refused: ['not logged in', 'The monitor does not answer who is not logged in; what is shown is as of before.'],
  paused: ['paused', 'Nobody looks.'],
};

const mark = document.getElementById('live');
const banner = document.getElementById('trouble');
let told = null;

/** @param heardAt when the monitor was heard last, in milliseconds */
export function tell(state, heardAt) {
  told = {state, heardAt};
  const [word, meaning] = WORDS[state];
  mark.className = 'live ' + state;
  mark.textContent = word;
  mark.title = meaning;
  draw();
}

/** Again, when the time zone is another one. */
export function redraw() {
  if (told !== null) {
    draw();
  }
}

/** Drawn only where it says something else, since all of it is read out whenever it changes. */
function draw() {
  const sentence = sentenceOf(told);
  if (banner.firstChild?.textContent === sentence) {
    return;
  }
  replace(banner, sentence && el('span', null, sentence),
    told.state === 'refused' ? el('button', {type: 'button', onclick: () => location.reload()}, 'Log in again') : null);
}

function sentenceOf({state, heardAt}) {
  if (state === 'lost') {
    return 'Connection lost at ' + whenText(heardAt) + '. What is shown is older; trying again.';
  }
  if (state === 'refused') {
    return 'Nobody is logged in: the name or the password does not hold, or holds no more. What is shown is as of ' + whenText(heardAt) + '.';
  }
  return null;
}

function whenText(time) {
  return (dayText(time) === dayText(Date.now()) ? clockText(time) : timeText(time)) + ' ' + zoneName();
}
