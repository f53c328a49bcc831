/** Training data: which labelled examples a job reads, what is wrong with them, and how time divides them. */
@NullMarked
package io.tidemark.retrain.data;

import org.jspecify.annotations.NullMarked;
