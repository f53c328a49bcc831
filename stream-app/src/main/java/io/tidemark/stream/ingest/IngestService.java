package io.tidemark.stream.ingest;

import io.tidemark.schemas.reader.FollowerThreads;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.RecordReader;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.ingest.IngestWorker.WorkerParts;
import io.tidemark.stream.mapping.MappingLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/**
 * Makes inference logs and ground truth of topics whose producers have schemas of their own, as the specs of models say. Processes share the
 * partitions of these topics as one consumer group. Where no spec names a source, all that it does is to follow the specs.
 */
public final class IngestService implements AutoCloseable {
    /** Of all threads together. */
    private static final Duration TO_END = Duration.ofSeconds(30);

    private final IngestMetrics metrics = new IngestMetrics();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<IngestWorker> workers = new ArrayList<>();
    private final FollowerThreads threads = new FollowerThreads();
    private volatile boolean wasReady;

    private IngestService() {}

    public static IngestService start(
            IngestSettings settings,
            TopicCatalogue topics,
            SchemaRegistry registry,
            IngestClients clients,
            InstantSource clock) {
        IngestService service = new IngestService();
        SourceTable table = new SourceTable();
        SpecFollower specs =
                new SpecFollower("sources", topics.monitors(), registry, clients::withoutGroup, table, service.stop);
        SourceFollower sources = new SourceFollower(
                specs,
                table,
                new ReadableTopics(topics, clients::admin),
                RecordReader.generic(registry)::read,
                new MappingLimits(settings.maxFeatures()),
                clock,
                service.stop);
        WorkerParts parts = new WorkerParts(
                clients,
                sources,
                new EventWriter(topics, registry, new DeadLetters(settings.deadLetterMaxBytes())),
                service.metrics,
                clock);
        service.threads.add("tidemark-ingest-specs", specs);
        service.threads.add("tidemark-ingest-sources", sources);
        // Nobody else has it, so that a process which is believed to be gone can't write; the group tells whose offsets
        // count.
        UUID process = UUID.randomUUID();
        for (int number = 0; number < settings.threads(); number++) {
            String name = "tidemark-ingest-" + number;
            IngestWorker worker = new IngestWorker(
                    name, settings.group(), settings.group() + "-" + process + "-" + number, parts, service.stop);
            service.workers.add(worker);
            service.threads.add(name, worker);
        }
        service.threads.start();
        return service;
    }

    public IngestMetrics metrics() {
        return metrics;
    }

    /** Whether it knows what to read, and does its share. */
    public boolean isReady() {
        boolean ready = stop.getCount() > 0 && workers.stream().allMatch(IngestWorker::isReady);
        wasReady |= ready;
        return ready;
    }

    /** Whether it ever was. */
    public boolean wasReady() {
        return isReady() || wasReady;
    }

    /** How it is, as the states of Kafka Streams are called. */
    public String state() {
        return stop.getCount() == 0 ? "NOT_RUNNING" : isReady() ? "RUNNING" : wasReady ? "WAITING" : "STARTING";
    }

    /** Ends in good order: the transactions that are open are committed, and the group shares the partitions anew. */
    @Override
    public void close() {
        stop.countDown();
        threads.awaitEnd(TO_END);
        metrics.close();
    }
}
