/** What becomes of records that could not be used. */
@NullMarked
package io.tidemark.stream.deadletter;

import org.jspecify.annotations.NullMarked;
