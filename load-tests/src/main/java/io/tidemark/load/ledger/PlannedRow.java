package io.tidemark.load.ledger;

import java.time.Instant;

/**
 * A record to write.
 *
 * @param number counted from 0; also of a record written twice
 * @param time event time of a record that is profiled
 */
public record PlannedRow(long number, int partition, Fate fate, Instant time) {}
