/** Which window, thresholds and {@code openAfter} suit a stream: what each of many settings would have told of it, and what each would have missed. */
@NullMarked
package io.tidemark.standalone.advice;

import org.jspecify.annotations.NullMarked;
