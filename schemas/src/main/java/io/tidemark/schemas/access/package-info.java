/** Whether a login may do with Tidemark's topics what a part of it has to. */
@NullMarked
package io.tidemark.schemas.access;

import org.jspecify.annotations.NullMarked;
