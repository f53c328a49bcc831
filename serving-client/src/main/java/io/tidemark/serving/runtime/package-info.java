/** The runtimes that models may need, by their names in an artifact. */
@NullMarked
package io.tidemark.serving.runtime;

import org.jspecify.annotations.NullMarked;
