/** Rates with their intervals, and how two detectors compare on the same trials. */
@NullMarked
package io.tidemark.load.scorecard.estimate;

import org.jspecify.annotations.NullMarked;
