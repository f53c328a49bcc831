// What a person chose, kept in this browser where it may be kept.

export function remembered(key, otherwise) {
  try {
    return localStorage.getItem('tidemark.' + key) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem('tidemark.' + key, value);
  } catch {
    // It holds until the page is left.
  }
}
