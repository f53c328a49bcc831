/** Records in a schema of their producers, read and written to inference logs and ground truth, each exactly once. */
@NullMarked
package io.tidemark.stream.ingest;

import org.jspecify.annotations.NullMarked;
