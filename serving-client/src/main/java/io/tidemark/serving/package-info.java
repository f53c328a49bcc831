/**
 * What a scoring application embeds: it asks a {@link io.tidemark.serving.Scorer}, whatever runtime the model needs, and {@link io.tidemark.serving.log}
 * writes its inference log. Following model versions is not built yet.
 */
@NullMarked
package io.tidemark.serving;

import org.jspecify.annotations.NullMarked;
