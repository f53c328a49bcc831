/** Following what is applied, for those who are no Kafka Streams application. */
@NullMarked
package io.tidemark.stream.follow;

import org.jspecify.annotations.NullMarked;
