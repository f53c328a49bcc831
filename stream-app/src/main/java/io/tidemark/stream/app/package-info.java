/** The monitor as a running application. */
@NullMarked
package io.tidemark.stream.app;

import org.jspecify.annotations.NullMarked;
