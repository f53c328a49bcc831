/** The process around the loop: it owns models, lets decisions be made, and writes what they come to. */
@NullMarked
package io.tidemark.retrain.worker;

import org.jspecify.annotations.NullMarked;
