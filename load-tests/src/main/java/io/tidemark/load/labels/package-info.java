/** Predictions with their labels, what has to come of them by definition, and what an independent reader finds. */
@NullMarked
package io.tidemark.load.labels;

import org.jspecify.annotations.NullMarked;
