package io.tidemark.retrain.track;

import io.tidemark.http.client.Answer;
import io.tidemark.http.client.Attempts;
import io.tidemark.http.client.Backoff;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one tracking server what the topic of jobs says, on a thread of its own, as a member of the server's consumer group.
 *
 * <p>Invariants. Records are told in their order, one at a time; an offset is committed only when every record before it is done with: told,
 * refused for good, unreadable, or nothing to tell. The consumer polls while a server hangs or is waited for, paused; so it stays in its group.
 *
 * <p>A crash leaves the offsets of what was told: what was under way is told again, with the same run id.
 */
final class JobFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(JobFollower.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration TO_COMMIT = Duration.ofSeconds(5);
    /** MLflow is asked up to so often to tell it of one job. */
    private static final int REQUESTS = 8;

    private final JobSink sink;
    private final String group;
    private final Topic<String, RetrainJob> jobs;
    private final Topic<String, ModelVersion> versions;
    private final FollowerParts parts;
    private final SinkMetrics metrics;
    private final CountDownLatch stop;

    private final Deque<ConsumerRecord<byte[], byte[]>> unread = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private boolean isToBeCommitted;
    /** Jobs whose begin was told and whose end was not. */
    private final Set<String> begun = new HashSet<>();

    private @Nullable Telling telling;

    /** What followers have in common. */
    record FollowerParts(
            TrackingClients clients,
            Deserializer<RetrainJob> jobReader,
            Deserializer<ModelVersion> versionReader,
            Duration timeout,
            Backoff backoff,
            ExecutorService executor,
            InstantSource clock) {}

    /** What is being told of the first record that is not done with. */
    private record Telling(TrackedJob job, Attempts attempts) {}

    JobFollower(
            JobSink sink,
            String group,
            Topic<String, RetrainJob> jobs,
            Topic<String, ModelVersion> versions,
            FollowerParts parts,
            SinkMetrics metrics,
            CountDownLatch stop) {
        this.sink = sink;
        this.group = group;
        this.jobs = jobs;
        this.versions = versions;
        this.parts = parts;
        this.metrics = metrics;
        this.stop = stop;
    }

    @Override
    public void run() {
        try {
            while (isRunning()) {
                try (Consumer<byte[], byte[]> consumer = parts.clients().ofGroup(group);
                        VersionTable table =
                                new VersionTable(parts.clients().withoutGroup(), versions, parts.versionReader())) {
                    follow(consumer, table);
                } catch (RuntimeException e) {
                    LOG.warn("{} is not told of jobs for now, and nothing is lost: {}", sink.name(), e.toString());
                    LOG.debug("In full:", e);
                    var _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                } finally {
                    forgetAll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private void forgetAll() {
        cancel();
        unread.clear();
        done.clear();
        begun.clear();
    }

    private void cancel() {
        if (telling != null) {
            telling.attempts().cancel();
            telling = null;
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, VersionTable table) {
        consumer.subscribe(List.of(jobs.name()), new Partitions(consumer));
        while (isRunning()) {
            consumer.poll(TICK).forEach(unread::add);
            while (!unread.isEmpty() && isDoneWith(unread.element(), table)) {
                ConsumerRecord<byte[], byte[]> message = unread.remove();
                done.put(partition(message), new OffsetAndMetadata(message.offset() + 1));
                isToBeCommitted = true;
            }
            commit(consumer);
            if (unread.isEmpty()) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
        }
        cancel();
        commitNow(consumer, done.keySet());
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    private boolean isDoneWith(ConsumerRecord<byte[], byte[]> message, VersionTable table) {
        Telling current = telling;
        if (current == null) {
            Optional<RetrainJob> job = read(message).filter(this::isToBeTold);
            if (job.isEmpty()) {
                return true;
            }
            current = telling(TrackedJob.of(jobs.name(), job.get(), table.of(job.get())));
            telling = current;
        }
        Optional<Answer> end = current.attempts().advance(parts.clock().instant());
        if (end.isPresent()) {
            telling = null;
            ended(current.job(), end.get());
        }
        return end.isPresent();
    }

    private Optional<RetrainJob> read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parts.jobReader().deserialize(message.topic(), message.value()));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) { // whatever it is, it would be so each time
            metrics.countUnreadable();
            LOG.error(
                    "{}: {}-{}@{} can't be read and is passed over: {}",
                    sink.name(),
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** A job that waits is nothing yet; of one that runs its begin is told once. */
    private boolean isToBeTold(RetrainJob job) {
        return JobRecords.hasEnded(job) || (JobRecords.isRunning(job) && !begun.contains(job.getJobId()));
    }

    private Telling telling(TrackedJob job) {
        boolean knownAsBegun = begun.contains(job.id());
        Attempts attempts = new Attempts(
                () -> job.hasEnded() ? sink.ended(job, knownAsBegun) : sink.begun(job),
                parts.timeout().multipliedBy(REQUESTS),
                parts.backoff(),
                parts.executor(),
                (answer, made, wait) -> failed(job, answer, made, wait));
        return new Telling(job, attempts);
    }

    private void ended(TrackedJob job, Answer answer) {
        if (job.hasEnded()) {
            begun.remove(job.id());
        } else {
            begun.add(job.id());
        }
        if (answer instanceof Answer.Refused(String reason, String detail)) {
            metrics.countGivenUp(reason);
            LOG.error(
                    "{} refuses job {} ({}), and is told of that no more: {}",
                    sink.name(),
                    job.id(),
                    job.state(),
                    detail);
        } else {
            metrics.countDelivered();
            LOG.debug("{} knows of job {} ({}): {}", sink.name(), job.id(), job.state(), answer.detail());
        }
    }

    private void failed(TrackedJob job, Answer answer, int made, Duration wait) {
        metrics.countRetried();
        if (answer instanceof Answer.Misconfigured(String detail)) {
            LOG.error(
                    "{} can't be told of job {} until tidemark.{}.* is mended: nothing is lost, and it is tried again in {}. The other"
                            + " side said: {}",
                    sink.name(),
                    job.id(),
                    sink.name(),
                    wait,
                    detail);
        } else {
            LOG.warn(
                    "{} was not told of job {}, attempt {}, again in {}: {}",
                    sink.name(),
                    job.id(),
                    made,
                    wait,
                    answer.detail());
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        if (isToBeCommitted) {
            isToBeCommitted = false;
            consumer.commitAsync(Map.copyOf(done), (_, fault) -> {
                if (fault != null) {
                    LOG.debug("{}: offsets were not committed, and are again", sink.name(), fault);
                    isToBeCommitted = true;
                }
            });
        }
    }

    private void commitNow(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(done);
        offsets.keySet().retainAll(Set.copyOf(partitions));
        try {
            if (!offsets.isEmpty()) {
                consumer.commitSync(offsets, TO_COMMIT);
            }
        } catch (KafkaException e) {
            LOG.warn("{}: offsets were not committed, so some jobs are told again: {}", sink.name(), e.toString());
        }
    }

    /** What happens when the group shares its partitions anew. */
    private final class Partitions implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Partitions(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> come) {
            LOG.debug("{} is told of {}", sink.name(), come);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            commitNow(consumer, gone);
            onPartitionsLost(gone);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> gone) {
            if (!unread.isEmpty() && gone.contains(partition(unread.element()))) {
                cancel();
            }
            unread.removeIf(message -> gone.contains(partition(message)));
            done.keySet().removeAll(Set.copyOf(gone));
            begun.clear(); // whoever has them now may tell of their ends
        }
    }
}
