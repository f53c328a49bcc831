/** Following the versions of a model, and swapping to the right one without dropping a request. */
@NullMarked
package io.tidemark.serving.swap;

import org.jspecify.annotations.NullMarked;
