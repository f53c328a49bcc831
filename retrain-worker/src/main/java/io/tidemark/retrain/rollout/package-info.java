/** How a version comes to answer and what takes it back: from records of the topics to one change at a time. No Kafka, no clock. */
@NullMarked
package io.tidemark.retrain.rollout;

import org.jspecify.annotations.NullMarked;
