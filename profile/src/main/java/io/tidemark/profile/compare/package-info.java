/** Compares one feature of a window with its baseline: every statistic, its noise floor and its p-value. */
@NullMarked
package io.tidemark.profile.compare;

import org.jspecify.annotations.NullMarked;
