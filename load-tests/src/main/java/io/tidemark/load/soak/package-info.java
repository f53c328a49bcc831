/** A steady load, random faults, and what has to hold all the while. */
@NullMarked
package io.tidemark.load.soak;

import org.jspecify.annotations.NullMarked;
