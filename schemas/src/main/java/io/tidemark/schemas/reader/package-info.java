/** Reading of topics by those who are no Kafka Streams application: whole or from an instant on, into sinks, without a group. */
@NullMarked
package io.tidemark.schemas.reader;

import org.jspecify.annotations.NullMarked;
