package io.tidemark.load.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.policy.JobIds;
import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TriggerKind;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.EventVersionBaselines;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One retrain job from its begin to its version, with a worker in this process. Of the features two in five are categories; the champion is an
 * application's own model, which guesses.
 */
final class TrainBench implements AutoCloseable {
    private static final String MODEL = "bench";
    private static final int CATEGORIES = 10;
    private static final String YES = "yes";
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double MILLIS = 1e3;

    private final Cluster cluster;
    private final SchemaRegistry registry;
    private final FirstFailure failure = new FirstFailure();

    /**
     * Seconds of each part, by the steps of the job's record, and how it ended.
     *
     * @param reading the examples, from Kafka
     * @param training with the checks of the data
     * @param judging with the baseline of the new version, and its publication
     */
    record Timing(double reading, double training, double judging, double whole, JobState end, String reason) {}

    TrainBench(EmbeddedBroker broker) throws InterruptedException, ExecutionException {
        cluster = new Cluster(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "schema.registry.url",
                "embedded:bench-train-" + UUID.randomUUID()));
        registry = cluster.registry();
        cluster.createTopics((short) 1);
    }

    Timing run(int rows, int features, String algorithm) throws InterruptedException, ExecutionException {
        write(rows, features, algorithm);
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put(WorkerConfig.NAME, "bench");
        try (RetrainWorker _ = RetrainWorker.start(
                        new WorkerConfig(settings), new EventVersionBaselines(InstantSource.system()));
                LoopWriter writer = new LoopWriter(cluster, registry)) {
            RetrainJob job = job();
            writer.write(job);
            return timing(awaitEnd(job.getJobId()));
        }
    }

    private void write(int rows, int features, String algorithm) throws InterruptedException, ExecutionException {
        String yaml = """
                model: %s
                window: 1d
                labels: {positive: "%s"}
                retrain:
                  data: {rows: %d, minRows: 1000}
                  model: {algorithm: %s}
                rollout: {automatic: false}
                """.formatted(MODEL, YES, rows, algorithm);
        MonitorSpec spec = AppliedSpec.of(SpecYaml.read(yaml), yaml, Instant.now(), "bench")
                .toRecord();
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of("linger.ms", "20"))) {
            send(producer, cluster.topics().monitors(), spec);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < rows; i++) {
                send(producer, cluster.topics().labeledExamples(), example(i, features, random));
            }
            producer.flush();
        }
        failure.check();
    }

    private <V> void send(Producer<byte[], byte[]> producer, Topic<String, V> topic, V value) {
        byte[] bytes =
                Objects.requireNonNull(topic.valueSerde(registry).serializer().serialize(topic.name(), value));
        var _ = producer.send(
                new ProducerRecord<>(topic.name(), RecordKeys.model(MODEL).getBytes(UTF_8), bytes), failure);
    }

    private static LabeledExample example(int number, int features, SplittableRandom random) {
        Map<String, Object> values = HashMap.newHashMap(features);
        double signal = 0;
        for (int f = 0; f < features; f++) {
            if (f % 5 < 2) {
                int category = random.nextInt(CATEGORIES);
                values.put("c" + f, "category-" + category);
                signal += f < 5 && category < 3 ? 0.7 : 0;
            } else {
                double value = random.nextGaussian();
                values.put("x" + f, value);
                signal += f < 10 ? value * (f % 3 - 1) : 0;
            }
        }
        double probability = 1 / (1 + Math.exp(-signal));
        double guess = random.nextDouble(0.2, 0.8);
        Instant time = FIRST.plusSeconds(number);
        return LabeledExample.newBuilder()
                .setInferenceId(Integer.toHexString(number * 0x9E3779B9))
                .setModelId(MODEL)
                .setModelVersion("1")
                .setLabel(random.nextDouble() < probability ? YES : "no")
                .setEventTime(time)
                .setLabelTime(time.plusSeconds(60))
                .setFeatures(values)
                .setTags(Map.of("region", number % 2 == 0 ? "north" : "south"))
                .setPrediction(Prediction.newBuilder()
                        .setLabel(guess > 0.5 ? YES : "no")
                        .setScore(guess)
                        .setScores(Map.of())
                        .build())
                .build();
    }

    private static RetrainJob job() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        JobTrigger trigger = JobTrigger.newBuilder()
                .setKind(TriggerKind.MANUAL)
                .setTriggerId("bench")
                .setAt(now)
                .setReason("bench")
                .build();
        return JobRecords.requested(JobIds.ofManual(MODEL, "bench"), MODEL, List.of(trigger), "bench", "bench", now);
    }

    private RetrainJob awaitEnd(String id) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            var ended = LoopState.read(cluster, registry).tables().job(id).filter(JobRecords::hasEnded);
            if (ended.isPresent()) {
                return ended.get();
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
        }
        throw new IllegalStateException("the job did not end within " + PATIENCE);
    }

    private static Timing timing(RetrainJob job) {
        List<JobStep> steps = job.getSteps();
        Instant begun = first(steps, JobState.COLLECTING);
        Instant trained = first(steps, JobState.TRAINING);
        Instant judged = first(steps, JobState.JUDGING);
        Instant ended = steps.getLast().getAt();
        return new Timing(
                seconds(begun, trained),
                seconds(trained, judged),
                seconds(judged, ended),
                seconds(begun, ended),
                job.getState(),
                job.getReason());
    }

    /** The last step where the job never came to this one. */
    private static Instant first(List<JobStep> steps, JobState state) {
        return steps.stream()
                .filter(step -> step.getState() == state)
                .findFirst()
                .orElse(steps.getLast())
                .getAt();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / MILLIS;
    }

    @Override
    public void close() {
        registry.close();
    }
}
