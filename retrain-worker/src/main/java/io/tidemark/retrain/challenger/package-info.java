/** From labelled examples to a judged challenger, without Kafka. */
@NullMarked
package io.tidemark.retrain.challenger;

import org.jspecify.annotations.NullMarked;
