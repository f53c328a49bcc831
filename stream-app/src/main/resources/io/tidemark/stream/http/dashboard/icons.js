// Small drawings. They stand beside words and say nothing alone.

import {svg} from './dom.js';

const PATHS = {
  major: ['M8 1.5 15 14H1z', 'M8 6v3.5M8 11.7v.1'],
  minor: ['M8 1.5 14.5 8 8 14.5 1.5 8z', 'M5.5 8h5'],
  none: ['M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M5 8.2 7.2 10.4 11 6'],
  insufficient: ['M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M5 8h6'],
  unknown: ['M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.3M8 11.5v.1'],
};

export function icon(name) {
  const [shape, sign] = PATHS[name] ?? PATHS.unknown;
  return svg('svg', {viewBox: '0 0 16 16', width: 16, height: 16, class: 'icon', 'aria-hidden': 'true'},
    svg('path', {d: shape, class: 'shape'}), svg('path', {d: sign, class: 'sign'}));
}
