/** Topics in other schemas, and processes that are killed while they read them. */
@NullMarked
package io.tidemark.load.ingest;

import org.jspecify.annotations.NullMarked;
