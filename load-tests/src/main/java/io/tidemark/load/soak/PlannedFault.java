package io.tidemark.load.soak;

import java.time.Duration;

/**
 * A fault to come.
 *
 * @param after how long all is left in peace before
 * @param lasting how long until what was taken away comes back
 * @param hitsSteady which monitor is hit by what both of them survive: the one that is never ended, or the other
 */
record PlannedFault(Fault fault, Duration after, Duration lasting, boolean hitsSteady) {}
