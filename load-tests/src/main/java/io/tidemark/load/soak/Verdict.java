package io.tidemark.load.soak;

/**
 * Whether something held that has to hold.
 *
 * @param what it is about
 * @param because what was found, and what would have been too much
 */
record Verdict(String what, boolean held, String because) {}
