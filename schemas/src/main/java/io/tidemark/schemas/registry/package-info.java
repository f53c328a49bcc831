/** The schema registry: the only place that knows Confluent's client. */
@NullMarked
package io.tidemark.schemas.registry;

import org.jspecify.annotations.NullMarked;
