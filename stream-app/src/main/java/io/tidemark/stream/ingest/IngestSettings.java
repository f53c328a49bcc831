package io.tidemark.stream.ingest;

/**
 * How ingest works.
 *
 * @param group the consumer group, whose name begins the transactional ids as well
 * @param threads that share the partitions of this process
 * @param maxFeatures features of one event
 * @param deadLetterMaxBytes where values of dead letters are cut
 */
public record IngestSettings(String group, int threads, int maxFeatures, int deadLetterMaxBytes) {}
