/** The performance step: what the partitions know of a window together, and what it says of the model. */
@NullMarked
package io.tidemark.stream.performance;

import org.jspecify.annotations.NullMarked;
