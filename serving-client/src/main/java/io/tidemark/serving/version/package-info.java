/** What model versions mean to whoever serves them: which answer which request, and how to know a model again. No I/O. */
@NullMarked
package io.tidemark.serving.version;

import org.jspecify.annotations.NullMarked;
