/** The bytes of models as chunks in a topic: how they are cut, found again and checked. */
@NullMarked
package io.tidemark.serving.artifact;

import org.jspecify.annotations.NullMarked;
