/** The Kafka cluster and schema registry that a command talks to. */
@NullMarked
package io.tidemark.standalone.cluster;

import org.jspecify.annotations.NullMarked;
