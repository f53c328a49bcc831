/** The Kafka Streams topology: thin adapters around the pure steps. */
@NullMarked
package io.tidemark.stream.topology;

import org.jspecify.annotations.NullMarked;
