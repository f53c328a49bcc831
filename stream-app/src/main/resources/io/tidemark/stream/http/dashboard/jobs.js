// Words for retrain jobs and their gates.

import {el} from './dom.js';
import {words} from './format.js';
import {icon} from './icons.js';

const STATES = {
  REQUESTED: 'waits for its turn', COLLECTING: 'collects its examples', TRAINING: 'trains', JUDGING: 'is judged', PUBLISHED: 'published',
  REJECTED: 'rejected', SKIPPED: 'skipped', FAILED: 'failed',
};
const ICONS = {PASSED: 'none', FAILED: 'major', NOT_JUDGED: 'insufficient'};

export function isRunning(job) {
  return ['REQUESTED', 'COLLECTING', 'TRAINING', 'JUDGING'].includes(job.state);
}

export function stateWords(state) {
  return STATES[state] ?? words(state);
}

export function stage(text) {
  return el('span', {class: 'stage ' + text.toLowerCase()}, words(text));
}

/** The verdict of a gate, in a word with its sign. */
export function verdictOf(gate) {
  return el('span', {class: 'verdict-word ' + gate.verdict.toLowerCase()}, icon(ICONS[gate.verdict] ?? 'unknown'), words(gate.verdict));
}
