/** From the bytes of an inference log to an event buffer, without objects in between. */
@NullMarked
package io.tidemark.stream.decode;

import org.jspecify.annotations.NullMarked;
