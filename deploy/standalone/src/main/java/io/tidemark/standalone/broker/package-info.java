/** A one-node Kafka inside this JVM, for the demo, for trying things out and for tests. */
@NullMarked
package io.tidemark.standalone.broker;

import org.jspecify.annotations.NullMarked;
