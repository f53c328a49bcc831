/**
 * The first step: event-time windows of live sketches, one set per input partition. Pure logic without Kafka, so that a
 * backtest over a file runs the same code as the topology.
 */
@NullMarked
package io.tidemark.stream.window;

import org.jspecify.annotations.NullMarked;
