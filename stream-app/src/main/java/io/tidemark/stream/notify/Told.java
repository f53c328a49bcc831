package io.tidemark.stream.notify;

import io.tidemark.schemas.avro.DriftEvent;

/**
 * An event that a channel is told.
 *
 * @param fellBelow whether its severity is now less than what the channel asked for: for it, the episode is over
 */
record Told(DriftEvent event, boolean fellBelow) {}
