/** Joins predictions with the labels that come later, and adds up per window what they say of the model. */
@NullMarked
package io.tidemark.stream.label;

import org.jspecify.annotations.NullMarked;
