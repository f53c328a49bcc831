/** One inference log as the monitor sees it, whatever format it came in. */
@NullMarked
package io.tidemark.stream.event;

import org.jspecify.annotations.NullMarked;
