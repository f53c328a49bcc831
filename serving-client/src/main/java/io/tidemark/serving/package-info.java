/** The place of the library that scoring applications embed. It is not built yet. */
@NullMarked
package io.tidemark.serving;

import org.jspecify.annotations.NullMarked;
