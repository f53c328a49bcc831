/** The worker that answers drift events with a better model. So far it can train: see {@code io.tidemark.retrain.train}. */
@NullMarked
package io.tidemark.retrain;

import org.jspecify.annotations.NullMarked;
