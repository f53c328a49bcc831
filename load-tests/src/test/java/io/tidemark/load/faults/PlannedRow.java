package io.tidemark.load.faults;

import java.time.Instant;

/**
 * A record to write.
 *
 * @param number counted from 0; also of a record written twice
 * @param time event time of a record that is profiled
 */
record PlannedRow(long number, int partition, Fate fate, Instant time) {}
