/** Records as JSON. */
@NullMarked
package io.tidemark.schemas.json;

import org.jspecify.annotations.NullMarked;
