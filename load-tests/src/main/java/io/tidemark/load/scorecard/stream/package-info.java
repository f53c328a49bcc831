/** Synthetic inference logs: families of features, and the ways they drift. */
@NullMarked
package io.tidemark.load.scorecard.stream;

import org.jspecify.annotations.NullMarked;
