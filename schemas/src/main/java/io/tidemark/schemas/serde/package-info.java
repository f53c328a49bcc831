/** Avro in the Confluent wire format: serializers, deserializers, and what may be wrong with a record. */
@NullMarked
package io.tidemark.schemas.serde;

import org.jspecify.annotations.NullMarked;
