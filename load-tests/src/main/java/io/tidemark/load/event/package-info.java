/** Inference events as generators make them. */
@NullMarked
package io.tidemark.load.event;

import org.jspecify.annotations.NullMarked;
