/** Replays a table of past inferences as the inference log and ground truth that an application would write. */
@NullMarked
package io.tidemark.standalone.replay;

import org.jspecify.annotations.NullMarked;
