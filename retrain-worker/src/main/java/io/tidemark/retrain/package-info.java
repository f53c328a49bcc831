/** The place of the worker that answers drift events with a better model. It is not built yet. */
@NullMarked
package io.tidemark.retrain;

import org.jspecify.annotations.NullMarked;
