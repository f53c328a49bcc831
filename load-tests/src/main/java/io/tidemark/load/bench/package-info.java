/** How fast the monitor is, beside what Kafka Streams does with the same records. */
@NullMarked
package io.tidemark.load.bench;

import org.jspecify.annotations.NullMarked;
