// Hears of changes from the monitor, and knows whether it still does. A page that nobody sees does not listen: a browser has few connections to a host.

import {ask} from './api.js';

/** A break that is shorter is not worth a word. */
const WORTH_TELLING_MS = 2_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A connection that lasted so long was a good one: pauses begin anew. */
const STEADY_MS = 10_000;
/** The monitor says something every 15 s. After a machine slept, or a network went away, nothing else tells that nobody is there any more. */
const SILENCE_MS = 40_000;

export class Live {
  /**
   * @param onChanges is given what changed, as [{model, subject}]
   * @param onAgain is called when there may be anything new: after a connection was lost
   * @param onState is given 'live', 'asking', 'reconnecting', 'lost', 'refused' or 'paused', and when the monitor was heard last, in milliseconds
   */
  constructor({onChanges, onAgain, onState}) {
    this.onChanges = onChanges;
    this.onAgain = onAgain;
    this.onState = onState;
    this.source = null;
    this.state = null;
    this.failures = 0;
    this.heardAt = Date.now();
    this.mayHaveMissed = document.hidden;
    document.addEventListener('visibilitychange', () => document.hidden ? this.pause() : this.resume());
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', () => this.open());
    addEventListener('offline', () => this.doubt());
    addEventListener('online', () => this.resume());
    this.open();
  }

  open() {
    clearTimeout(this.pausing);
    if (this.source !== null || document.hidden || this.state === 'refused') {
      return;
    }
    const source = new EventSource('api/v1/changes');
    this.source = source;
    source.addEventListener('open', () => this.connected());
    source.addEventListener('heartbeat', () => this.hear());
    source.addEventListener('changed', event => {
      this.hear();
      this.onChanges(JSON.parse(event.data));
    });
    source.addEventListener('error', () => this.broken(source.readyState === EventSource.CLOSED));
    this.expectMore();
  }

  close() {
    clearTimeout(this.silence);
    clearTimeout(this.pausing);
    this.source?.close();
    this.source = null;
    this.mayHaveMissed = true;
  }

  tell(state) {
    if (state !== 'reconnecting') {
      clearTimeout(this.telling);
    }
    this.state = state;
    this.onState(state, this.heardAt);
  }

  connected() {
    this.openedAt = Date.now();
    this.hear();
    this.tell('live');
    if (this.mayHaveMissed) {
      this.mayHaveMissed = false;
      this.onAgain();
    }
  }

  hear() {
    this.heardAt = Date.now();
    this.expectMore();
  }

  expectMore() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.broken(false), SILENCE_MS);
  }

  /** @param wasAnswered whether something answered, but not with what was asked for */
  broken(wasAnswered) {
    this.close();
    if (this.state === 'live' && Date.now() - this.openedAt > STEADY_MS) {
      this.failures = 0;
    }
    const isTold = this.state === 'reconnecting' || this.state === 'lost' || (this.state === 'asking' && wasAnswered);
    if (!isTold) {
      this.tell('reconnecting');
      this.telling = setTimeout(() => this.tell('lost'), WORTH_TELLING_MS);
    }
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures++);
    // Not all browsers at once, when an instance is back.
    this.pausing = setTimeout(() => this.open(), pause * (0.75 + Math.random() / 4));
    if (wasAnswered) {
      this.askWithoutFollowing();
    }
  }

  /** Others may follow already, as many as can, or a proxy lets nobody: then questions are answered all the same. */
  async askWithoutFollowing() {
    try {
      await ask('status');
    } catch {
      return; // Whoever asks is told by itself that nobody answers, or that nobody is logged in.
    }
    if (this.source === null && this.state !== 'live' && this.state !== 'paused') {
      this.heardAt = Date.now();
      this.tell('asking');
      this.onAgain();
    }
  }

  /** A question was not answered, or the network went: whether anybody is there shows when it is tried anew. */
  doubt() {
    if (this.state === 'live' || this.state === 'asking') {
      this.broken(false);
    }
  }

  /** Name or password do not hold any more. To go on asking would make the browser ask for them again and again. */
  refuse() {
    this.close();
    this.tell('refused');
  }

  pause() {
    this.close();
    if (this.state === 'live' || this.state === 'asking') {
      this.tell('paused');
    }
  }

  resume() {
    this.failures = Math.min(this.failures, 1);
    this.open();
  }
}
