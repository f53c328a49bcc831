/** One attempt at a better model, as records and as a run. */
@NullMarked
package io.tidemark.retrain.job;

import org.jspecify.annotations.NullMarked;
