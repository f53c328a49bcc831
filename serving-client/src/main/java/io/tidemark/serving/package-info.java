/** What a scoring application embeds: it asks a {@link io.tidemark.serving.Scorer}, whatever runtime the model needs. */
@NullMarked
package io.tidemark.serving;

import org.jspecify.annotations.NullMarked;
