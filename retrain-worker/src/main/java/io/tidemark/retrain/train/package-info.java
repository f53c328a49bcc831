/** Labelled rows in, a saved model out; the same rows, settings and seed give the same bytes. */
@NullMarked
package io.tidemark.retrain.train;

import org.jspecify.annotations.NullMarked;
