/** How well Tidemark tells drift from noise, measured through its real decision path. */
@NullMarked
package io.tidemark.load.scorecard;

import org.jspecify.annotations.NullMarked;
