/** Tells tracking servers of retrain jobs: OpenLineage and MLflow. Follows what the topics say, and holds up nothing. */
@NullMarked
package io.tidemark.retrain.track;

import org.jspecify.annotations.NullMarked;
