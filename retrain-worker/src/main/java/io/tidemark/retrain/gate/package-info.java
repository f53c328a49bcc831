/** The questions that a challenger has to answer, as functions of its answers and the champion's. */
@NullMarked
package io.tidemark.retrain.gate;

import org.jspecify.annotations.NullMarked;
