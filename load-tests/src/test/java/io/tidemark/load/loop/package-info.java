/** The retrain loop under faults. */
@NullMarked
package io.tidemark.load.loop;

import org.jspecify.annotations.NullMarked;
