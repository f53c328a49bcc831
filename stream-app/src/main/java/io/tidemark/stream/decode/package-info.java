/** From the bytes of an inference log to an {@link io.tidemark.stream.event.EventBuffer}, without objects in between. */
@NullMarked
package io.tidemark.stream.decode;

import org.jspecify.annotations.NullMarked;
