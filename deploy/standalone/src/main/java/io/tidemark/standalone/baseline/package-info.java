/** Makes baselines and publishes them to the cluster. */
@NullMarked
package io.tidemark.standalone.baseline;

import org.jspecify.annotations.NullMarked;
