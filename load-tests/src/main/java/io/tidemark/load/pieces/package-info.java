/** What the pieces cost that records and windows go through, each alone. */
@NullMarked
package io.tidemark.load.pieces;

import org.jspecify.annotations.NullMarked;
