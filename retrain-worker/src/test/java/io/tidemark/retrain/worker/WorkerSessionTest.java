package io.tidemark.retrain.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.version.LoopRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session beside a topic of jobs to which it writes, and which it reads back while the registry is away at the worst moments. */
@Timeout(60)
class WorkerSessionTest {
    private static final String MODEL = "flights";
    private static final TopicCatalogue TOPICS = new TopicCatalogue(TopicCatalogue.DEFAULT_PREFIX);
    private static final TopicPartition EVENTS =
            new TopicPartition(TOPICS.driftEvents().name(), 0);
    private static final TopicPartition JOBS =
            new TopicPartition(TOPICS.retrainJobs().name(), 0);
    private static final RetrainJob JOB =
            JobRecords.requested("flights-1", MODEL, List.of(), "a person", "", Instant.EPOCH);

    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final LoopRecords records = new LoopRecords(TOPICS, registry);
    private final Deserializer<RetrainJob> jobs =
            TOPICS.retrainJobs().valueSerde(registry).deserializer();
    private final MockConsumer<byte[], byte[]> group = new MockConsumer<>("latest");
    private final MockConsumer<byte[], byte[]> reading = new MockConsumer<>("earliest");
    private final Written written = new Written();
    private final ModelTables tables = new ModelTables();
    private final WorkerStatus status = new WorkerStatus();
    private final AtomicInteger attempts = new AtomicInteger();
    private Predicate<RetrainJob> goesAwayAfter = job -> false;
    private boolean registryIsAway;

    /** What a commit wrote stands in the topic at once. */
    private final class Written extends MockProducer<byte[], byte[]> {
        private int passedOn;

        Written() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            for (ProducerRecord<byte[], byte[]> message :
                    history().subList(passedOn, history().size())) {
                add(passedOn++, message);
            }
        }
    }

    private void add(long offset, ProducerRecord<byte[], byte[]> message) {
        reading.updateEndOffsets(Map.of(JOBS, offset + 1));
        reading.addRecord(new ConsumerRecord<>(JOBS.topic(), 0, offset, message.key(), message.value()));
        registryIsAway |= goesAwayAfter.test(jobOf(message));
    }

    private RetrainJob jobOf(ProducerRecord<byte[], byte[]> message) {
        return jobs.deserialize(JOBS.topic(), message.value());
    }

    @BeforeEach
    void makeTopics() {
        Node node = Node.noNode();
        group.updatePartitions(
                EVENTS.topic(), List.of(new PartitionInfo(EVENTS.topic(), 0, node, new Node[0], new Node[0])));
        group.updateBeginningOffsets(Map.of(EVENTS, 0L));
        group.updateEndOffsets(Map.of(EVENTS, 0L));
        reading.updatePartitions(
                JOBS.topic(), List.of(new PartitionInfo(JOBS.topic(), 0, node, new Node[0], new Node[0])));
        reading.updateBeginningOffsets(Map.of(JOBS, 0L));
        reading.updateEndOffsets(Map.of(JOBS, 0L));
        MonitorSpec spec = new MonitorSpec();
        spec.put("model", MODEL);
        spec.put("revision", "r");
        spec.put(
                "retrain",
                RetrainSpec.newBuilder()
                        .setExclude(List.of())
                        .setHyperParameters(Map.of())
                        .setFairness(null)
                        .build());
        tables.specs((topic, bytes) -> spec)
                .accept(new ConsumerRecord<>(
                        TOPICS.monitors().name(), 0, 0, RecordKeys.model(MODEL).getBytes(UTF_8), new byte[] {1}));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private WorkerSession session() {
        RecordSink table = tables.jobs(jobs);
        RecordSink sink = message -> {
            if (registryIsAway) {
                throw new RegistryUnavailableException("away", new IllegalStateException());
            }
            table.accept(message);
        };
        TopicReader reader = new TopicReader(reading, List.of(TopicSource.whole(JOBS.topic(), sink)));
        Owners owners = new Owners(group, EVENTS.topic(), _ -> written);
        group.rebalance(List.of(EVENTS));
        JobDesk desk = new JobDesk(
                (job, spec, versions) -> progress -> {
                    attempts.incrementAndGet();
                    return new JobEnd.Failed("no model");
                },
                Duration.ofMinutes(1));
        WorkerConfig config = new WorkerConfig(
                Map.of("bootstrap.servers", "127.0.0.1:1", WorkerConfig.NAME, "w1", WorkerConfig.TICK_MS, "10"));
        return new WorkerSession(
                config,
                InstantSource.system(),
                new WorkerSession.SessionParts(owners, reader, tables, this::due, records, 1, desk, status));
    }

    /** A person asked for one job. */
    private List<Decisions.Action> due(String model, Instant now) {
        return tables.job(JOB.getJobId()).isEmpty() ? List.of(new Decisions.Action.Begin(JOB)) : List.of();
    }

    private List<JobState> states() {
        return written.history().stream()
                .map(this::jobOf)
                .map(RetrainJob::getState)
                .toList();
    }

    @Test
    void shouldBeginAJobAndWriteDownItsEnd() throws Exception {
        try (WorkerSession session = session()) {
            stepUntilEnded(session);

            assertThat(states()).containsExactly(JobState.COLLECTING, JobState.FAILED);
            assertThat(attempts).hasValue(1);
            await().untilAsserted(() -> {
                session.step();
                assertThat(status.jobs()).isEqualTo(Map.of(new WorkerStatus.ModelAndState(MODEL, JobState.FAILED), 1L));
            });
            assertThat(status.running()).isEmpty();
        }
    }

    @Test
    void shouldEndAJobOnceThoughTheRegistryIsAwayWhenItsEndIsReadBack() throws Exception {
        goesAwayAfter = JobRecords::hasEnded;
        try (WorkerSession session = session()) {
            await().until(() -> {
                try {
                    session.step();
                    return false;
                } catch (RegistryUnavailableException e) {
                    return true;
                }
            });
            assertThatThrownBy(session::step).isInstanceOf(RegistryUnavailableException.class);
            registryIsAway = false;
            goesAwayAfter = job -> false;
            for (int i = 0; i < 5; i++) {
                session.step();
            }

            assertThat(states()).containsExactly(JobState.COLLECTING, JobState.FAILED);
        }
    }

    @Test
    void shouldReadAllThatTheOwnerBeforeWroteThoughTheRegistryIsAwayAtFirst() throws Exception {
        RetrainJob begun = JobRecords.begun(JOB, "r", "w0", Instant.EPOCH);
        ProducerRecord<byte[], byte[]> end = records.job(
                JobRecords.ended(begun, JobState.REJECTED, "no better", Optional.empty(), "w0", Instant.EPOCH));
        try (WorkerSession session = session()) {
            add(0, records.job(begun));
            reading.updateEndOffsets(Map.of(JOBS, 2L));
            registryIsAway = true;
            assertThatThrownBy(session::step).isInstanceOf(RegistryUnavailableException.class);
            reading.schedulePollTask(() -> add(1, end));
            registryIsAway = false;
            for (int i = 0; i < 5; i++) {
                session.step();
            }

            assertThat(states()).as("a job that has ended is not taken over").isEmpty();
            assertThat(attempts).hasValue(0);
        }
    }

    private void stepUntilEnded(WorkerSession session) {
        await().until(() -> {
            session.step();
            return tables.job(JOB.getJobId()).filter(JobRecords::hasEnded).isPresent();
        });
    }
}
