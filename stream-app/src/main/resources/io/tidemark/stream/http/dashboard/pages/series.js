// Which windows a page is about: of which version and segment. Where the address does not say, of the version that answers.

export function versionOf(page) {
  const {query, known} = page;
  const has = version => known.versions.some(each => each.version === version && each.segments.length > 0);
  return query.version ?? (has(known.production) ? known.production : known.latestVersion ?? known.production ?? known.versionNames.at(-1));
}

export function segmentOf(page) {
  return page.query.segment ?? 'all';
}

/** The parameters of a question about them. */
export function series(page) {
  return {model: page.model, version: versionOf(page), segment: segmentOf(page)};
}

export function range(page) {
  return {from: page.query.from, to: page.query.to};
}

/** Parts of the address that say so. */
export const SERIES = ['version', 'segment'];
export const RANGE = ['from', 'to'];
