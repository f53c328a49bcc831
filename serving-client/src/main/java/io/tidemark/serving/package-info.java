/**
 * What a scoring application embeds. {@link io.tidemark.serving.swap.HotSwapModel} asks the version of a model that is to answer now, by a
 * {@link io.tidemark.serving.Scorer}, whatever runtime it needs; {@link io.tidemark.serving.log.InferenceLogger} writes what was asked and answered.
 */
@NullMarked
package io.tidemark.serving;

import org.jspecify.annotations.NullMarked;
