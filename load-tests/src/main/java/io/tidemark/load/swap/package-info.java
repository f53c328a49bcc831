/** How long it takes until every scoring application serves a new version, and what swapping costs the requests meanwhile. */
@NullMarked
package io.tidemark.load.swap;

import org.jspecify.annotations.NullMarked;
