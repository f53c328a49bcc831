/** What is watched of a feature that is an array of numbers: a few numbers, which are then profiled like any others. */
@NullMarked
package io.tidemark.profile.embedding;

import org.jspecify.annotations.NullMarked;
