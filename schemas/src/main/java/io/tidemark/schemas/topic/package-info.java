/** Tidemark's topics and the form of their keys. */
@NullMarked
package io.tidemark.schemas.topic;

import org.jspecify.annotations.NullMarked;
