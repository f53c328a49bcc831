/** Confluent's Schema Registry API over HTTP, in front of the schemas that this JVM holds in memory. */
@NullMarked
package io.tidemark.standalone.registry;

import org.jspecify.annotations.NullMarked;
