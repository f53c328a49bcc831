/** How fast the monitor is, beside what limits it and beside how it would be written without Tidemark. */
@NullMarked
package io.tidemark.load.speed;

import org.jspecify.annotations.NullMarked;
