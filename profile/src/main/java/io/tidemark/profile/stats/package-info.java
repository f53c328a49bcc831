/** Drift statistics, one class each: functions from counts and distributions to numbers, with their tests and noise floors. */
@NullMarked
package io.tidemark.profile.stats;

import org.jspecify.annotations.NullMarked;
