package io.tidemark.retrain.track;

import io.tidemark.http.client.Backoff;
import io.tidemark.retrain.track.JobFollower.FollowerParts;
import io.tidemark.schemas.reader.FollowerThreads;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells tracking servers of retrain jobs, in the background: a thread and a consumer group for each server, so that one which hangs holds up no
 * other. Nothing that happens here reaches the jobs.
 */
public final class JobTracking implements AutoCloseable {
    /** What the names of the groups begin with, after the prefix of the topics. */
    public static final String GROUPS = "track.";

    private static final Logger LOG = LoggerFactory.getLogger(JobTracking.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);
    /** Of all threads together. */
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, SinkMetrics> metrics = new LinkedHashMap<>();
    private final List<JobSink> sinks = new ArrayList<>();
    private final FollowerThreads threads = new FollowerThreads();

    private JobTracking() {}

    /** Starts to tell those that the settings name; nobody where they name none. */
    public static JobTracking start(
            TrackingSettings settings,
            Source source,
            SchemaRegistry registry,
            TrackingClients clients,
            InstantSource clock) {
        JobTracking tracking = new JobTracking();
        settings.openLineage()
                .ifPresent(to -> tracking.sinks.add(new OpenLineageSink(
                        to,
                        new ServerCalls(to.authorization(), settings.timeout(), clock),
                        new OpenLineageEvents(
                                to.namespace(), source.bootstrapServers(), source.topics(), source.programVersion()))));
        settings.mlflow()
                .ifPresent(to -> tracking.sinks.add(new MlflowSink(
                        to, new MlflowApi(to.url(), new ServerCalls(to.authorization(), settings.timeout(), clock)))));
        tracking.sinks.forEach(sink -> tracking.follow(sink, settings, source.topics(), registry, clients, clock));
        tracking.threads.start();
        if (settings.isOn()) {
            LOG.info("Jobs are told to {}", tracking.metrics.keySet());
        }
        return tracking;
    }

    /**
     * What is told of.
     *
     * @param bootstrapServers of the cluster that has the topics
     * @param programVersion of this program
     */
    public record Source(TopicCatalogue topics, String bootstrapServers, String programVersion) {}

    private void follow(
            JobSink sink,
            TrackingSettings settings,
            TopicCatalogue topics,
            SchemaRegistry registry,
            TrackingClients clients,
            InstantSource clock) {
        SinkMetrics counts = new SinkMetrics();
        metrics.put(sink.name(), counts);
        FollowerParts parts = new FollowerParts(
                clients,
                topics.retrainJobs().valueSerde(registry).deserializer(),
                topics.modelVersions().valueSerde(registry).deserializer(),
                settings.timeout(),
                new Backoff(
                        FIRST_RETRY,
                        LONGEST_RETRY,
                        LONGEST_ASKED_FOR,
                        () -> ThreadLocalRandom.current().nextDouble()),
                attempts,
                clock);
        threads.add(
                "tidemark-track-" + sink.name(),
                new JobFollower(
                        sink,
                        groupOf(topics, sink.name()),
                        topics.retrainJobs(),
                        topics.modelVersions(),
                        parts,
                        counts,
                        stop));
    }

    /** The consumer group of a server. */
    public static String groupOf(TopicCatalogue topics, String sink) {
        return topics.prefix() + GROUPS + sink;
    }

    /** What telling each server came to, by its name in the settings: {@code openlineage}, {@code mlflow}. */
    public Map<String, SinkMetrics> metrics() {
        return Collections.unmodifiableMap(metrics);
    }

    /** Ends: what is being told is told again by whoever comes next. */
    @Override
    public void close() {
        stop.countDown();
        threads.awaitEnd(TO_END);
        attempts.shutdownNow();
        sinks.forEach(JobSink::close);
    }
}
