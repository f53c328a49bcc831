/** Saved models: the container, the encodings of features that belong to it, and the runtime that scores. */
@NullMarked
package io.tidemark.serving.model;

import org.jspecify.annotations.NullMarked;
