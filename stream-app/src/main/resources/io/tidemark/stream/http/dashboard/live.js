// Hears of changes from the monitor, and says whether it does. A page that nobody sees does not listen: a browser has few connections to a host.

const AGAIN_MS = 5_000;

/**
 * @param onChanges is given what changed, as [{model, subject}]
 * @param onAgain is called when there may be anything new: after a connection was lost
 * @param onState is given 'live', 'reconnecting' or 'paused'
 */
export function listen({onChanges, onAgain, onState}) {
  let source = null;
  let heard = false;
  let timer;

  function open() {
    clearTimeout(timer);
    if (source !== null || document.hidden) {
      return;
    }
    source = new EventSource('api/v1/changes');
    source.addEventListener('open', () => {
      onState('live');
      if (heard) {
        onAgain();
      }
      heard = true;
    });
    source.addEventListener('changed', event => onChanges(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      onState('reconnecting');
      // It tries again by itself, unless it was refused.
      if (source !== null && source.readyState === EventSource.CLOSED) {
        close();
        timer = setTimeout(open, AGAIN_MS);
      }
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      close();
      onState('paused');
    } else {
      open();
    }
  });
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}
