/** Mergeable sketches of one feature in one window: what was counted, how numbers lie, which categories there are. */
@NullMarked
package io.tidemark.profile.sketch;

import org.jspecify.annotations.NullMarked;
