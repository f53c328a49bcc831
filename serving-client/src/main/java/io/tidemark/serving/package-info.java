/** What a scoring application embeds: {@link io.tidemark.serving.log} writes its inference log. Following model versions is not built yet. */
@NullMarked
package io.tidemark.serving;

import org.jspecify.annotations.NullMarked;
