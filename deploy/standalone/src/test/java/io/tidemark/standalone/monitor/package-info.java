/** The monitor on a real broker. */
@NullMarked
package io.tidemark.standalone.monitor;

import org.jspecify.annotations.NullMarked;
