/** Mergeable profiles of features, the statistics that compare them, and the decisions drawn from them. No Kafka here. */
@NullMarked
package io.tidemark.profile;

import org.jspecify.annotations.NullMarked;
