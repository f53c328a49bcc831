/** The retrain worker on a real broker. */
@NullMarked
package io.tidemark.standalone.retrain;

import org.jspecify.annotations.NullMarked;
