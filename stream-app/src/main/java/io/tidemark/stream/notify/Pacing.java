package io.tidemark.stream.notify;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a channel is told, and how much at once.
 *
 * @param groupWait how long further events of a model and window are waited for
 * @param lines events that a message shows in detail; the rest are counted
 * @param perMinute messages in a minute at most
 * @param timeout of one attempt to deliver
 * @param maxAge an event older than this, by the time it was detected, is no longer delivered; empty where any is
 */
public record Pacing(Duration groupWait, int lines, int perMinute, Duration timeout, Optional<Duration> maxAge) {}
