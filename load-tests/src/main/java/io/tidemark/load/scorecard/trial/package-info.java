/** Runs the monitor's two steps over synthetic streams and keeps what they say. */
@NullMarked
package io.tidemark.load.scorecard.trial;

import org.jspecify.annotations.NullMarked;
