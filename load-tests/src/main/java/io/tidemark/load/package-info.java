/** Load for the monitor, and what an independent reader finds afterwards. */
@NullMarked
package io.tidemark.load;

import org.jspecify.annotations.NullMarked;
