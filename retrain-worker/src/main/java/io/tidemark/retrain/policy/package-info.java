/** When a better model is to be made: from records of the topics to jobs that are requested, added to, begun or dropped. No Kafka, no clock. */
@NullMarked
package io.tidemark.retrain.policy;

import org.jspecify.annotations.NullMarked;
