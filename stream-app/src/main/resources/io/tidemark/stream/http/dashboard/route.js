// Where we are: the hash of the address, such as #/models/flights?version=2. All that makes up a view is in it, so that a link keeps the view.

/** @returns {{path: string[], query: Object<string, string>}} */
export function current() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  return {
    path: path.split('/').filter(part => part !== '').map(decode),
    query: Object.fromEntries(new URLSearchParams(query ?? '')),
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param query values that are null, undefined or empty are left out */
export function link(path, query) {
  const asked = new URLSearchParams(Object.entries(query ?? {})
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => [key, String(value)])).toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (asked === '' ? '' : '?' + asked);
}

/** Goes there; back comes back here. */
export function go(path, query) {
  location.hash = link(path, query);
}

/** Changes a part of the view that is not worth a step back, such as where the cursor is. */
export function adjust(changes) {
  const {path, query} = current();
  const address = link(path, {...query, ...changes});
  if (address !== location.hash) {
    history.replaceState(null, '', address);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

/** Changes a part of the view; back undoes it. */
export function change(changes) {
  const {path, query} = current();
  go(path, {...query, ...changes});
}
