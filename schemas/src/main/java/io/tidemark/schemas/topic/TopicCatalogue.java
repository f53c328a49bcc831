package io.tidemark.schemas.topic;

import static io.tidemark.schemas.topic.Part.DRIFT;
import static io.tidemark.schemas.topic.Part.EVENT_CONSUMER;
import static io.tidemark.schemas.topic.Part.INGEST;
import static io.tidemark.schemas.topic.Part.LABELS;
import static io.tidemark.schemas.topic.Part.LOG_PRODUCER;
import static io.tidemark.schemas.topic.Part.NOTIFICATIONS;
import static io.tidemark.schemas.topic.Part.OPERATOR;
import static io.tidemark.schemas.topic.Part.SCORER;
import static io.tidemark.schemas.topic.Part.TRACKING;
import static io.tidemark.schemas.topic.Part.TRUTH_PRODUCER;
import static io.tidemark.schemas.topic.Part.VIEW;
import static io.tidemark.schemas.topic.Part.WORKER;

import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.serde.AvroSerde;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;

/**
 * All topics of one Tidemark installation. Keys are plain text; see {@link RecordKeys} for those made of parts.
 *
 * <p>Inference logs and ground truth have the same key and number of partitions, because they are joined.
 */
public final class TopicCatalogue {
    public static final String DEFAULT_PREFIX = "tidemark.";

    /** A wide model's profile and a dead letter around a record of Kafka's default maximum must both fit. */
    private static final int LARGE_MESSAGE_BYTES = 2 * 1024 * 1024;

    /** For what Tidemark writes: the one compression that clients in every language read without a plug-in. */
    private static final String READ_EVERYWHERE = "gzip";

    /** For what applications write: the broker keeps what they chose, instead of compressing every batch anew. */
    private static final String AS_PRODUCED = "producer";

    private static final int DATA_PARTITIONS = 4;
    private static final int LEGAL_LENGTH = 200;
    private static final Pattern LEGAL_PREFIX = Pattern.compile("[a-zA-Z0-9._-]*");

    private final String prefix;

    public TopicCatalogue(String prefix) {
        if (!LEGAL_PREFIX.matcher(prefix).matches() || prefix.length() > LEGAL_LENGTH) {
            throw new IllegalArgumentException("The topic prefix \"" + prefix
                    + "\" is not legal; use up to 200 letters, digits, '.', '_' and '-'");
        }
        this.prefix = prefix;
    }

    public static TopicCatalogue withDefaultPrefix() {
        return new TopicCatalogue(DEFAULT_PREFIX);
    }

    /** What models answered, keyed by inference id. */
    public Topic<String, InferenceEvent> inferenceLogs() {
        return avro(
                "inference-logs",
                "What models were asked and answered",
                "inference id",
                InferenceEvent.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                kept(Duration.ofDays(7), AS_PRODUCED),
                Flow.writtenBy(SCORER, LOG_PRODUCER, INGEST).readBy(DRIFT, LABELS, OPERATOR));
    }

    /** What turned out to be true, keyed by inference id. */
    public Topic<String, GroundTruth> groundTruth() {
        return avro(
                "ground-truth",
                "What turned out to be true",
                "inference id",
                GroundTruth.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                kept(Duration.ofDays(30), AS_PRODUCED),
                Flow.writtenBy(TRUTH_PRODUCER, INGEST).readBy(LABELS, OPERATOR));
    }

    /** How models are monitored, keyed by {@link RecordKeys#model}. */
    public Topic<String, MonitorSpec> monitors() {
        return avro(
                "monitors",
                "How each model is monitored",
                "model",
                MonitorSpec.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(OPERATOR).readBy(DRIFT, LABELS, INGEST, VIEW, NOTIFICATIONS, WORKER, OPERATOR));
    }

    /**
     * What models' data looked like in training, keyed by {@link RecordKeys#baselineFeature} and, for the manifest that
     * completes a baseline, {@link RecordKeys#baselineManifest}. Both kinds of record are wrapped in one type, so that
     * the topic has one schema and any client reads it with its ordinary deserializer.
     */
    public Topic<String, BaselineEntry> baselines() {
        return avro(
                "baselines",
                "What each model version's data looked like in training",
                "model/version/feature, model/version/feature/segment; manifest: model/version, model/version//segment",
                BaselineEntry.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(LARGE_MESSAGE_BYTES),
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        READ_EVERYWHERE),
                Flow.writtenBy(OPERATOR, WORKER, DRIFT).readBy(DRIFT, LABELS, VIEW, OPERATOR));
    }

    /** What each window looked like, keyed by {@link RecordKeys#modelVersionSegment}. */
    public Topic<String, WindowProfile> windowProfiles() {
        return avro(
                "window-profiles",
                "What each window looked like, with mergeable sketches",
                "model/version/segment",
                WindowProfile.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                large(Duration.ofDays(90)),
                Flow.writtenBy(DRIFT).readBy(LABELS, VIEW, OPERATOR));
    }

    /** Drift episodes as they open, change and end, keyed by {@link RecordKeys#model}. Retrain workers share the models by its partitions. */
    public Topic<String, DriftEvent> driftEvents() {
        return avro(
                "drift-events",
                "Drift episodes as they open, change and end",
                "model",
                DriftEvent.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                kept(Duration.ofDays(365), READ_EVERYWHERE),
                Flow.writtenBy(DRIFT, LABELS).readBy(VIEW, NOTIFICATIONS, WORKER, EVENT_CONSUMER, OPERATOR));
    }

    /** How well each model version predicted in each window, keyed by {@link RecordKeys#modelVersionSegment}. */
    public Topic<String, WindowPerformance> performance() {
        return avro(
                "performance",
                "How well models predicted in each window, as labels land",
                "model/version/segment",
                WindowPerformance.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                kept(Duration.ofDays(365), READ_EVERYWHERE),
                Flow.writtenBy(LABELS).readBy(VIEW, WORKER, OPERATOR));
    }

    /** What models were asked and what turned out to be true, keyed by {@link RecordKeys#model}: to train on. */
    public Topic<String, LabeledExample> labeledExamples() {
        return avro(
                "labeled-examples",
                "What models were asked and what turned out to be true, to train on",
                "model",
                LabeledExample.class,
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                kept(Duration.ofDays(90), READ_EVERYWHERE),
                Flow.writtenBy(LABELS).readBy(WORKER, OPERATOR));
    }

    /** Attempts at better models, each from what led to it to how it ended, keyed by its id. */
    public Topic<String, RetrainJob> retrainJobs() {
        return avro(
                "retrain-jobs",
                "Attempts at better models, and how each ended",
                "job id",
                RetrainJob.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(WORKER, OPERATOR).readBy(VIEW, WORKER, TRACKING, OPERATOR));
    }

    /** Versions of models with their stages, keyed by {@link RecordKeys#modelVersion}. One partition: the order of all changes is one. */
    public Topic<String, ModelVersion> modelVersions() {
        return avro(
                "model-versions",
                "Versions of models, what each was made of, and which answer",
                "model/version",
                ModelVersion.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(WORKER, OPERATOR).readBy(VIEW, WORKER, TRACKING, SCORER, OPERATOR));
    }

    /** The bytes of models in chunks, keyed by {@link RecordKeys#modelChunk}. All chunks of a version are in one partition. */
    public Topic<String, byte[]> modelArtifacts() {
        return new Topic<>(
                prefix + "model-artifacts",
                "The bytes of models, in chunks",
                "model/version/chunk",
                Serdes.String(),
                registry -> Serdes.ByteArray(),
                CleanupPolicy.COMPACT,
                DATA_PARTITIONS,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(WORKER, OPERATOR).readBy(WORKER, SCORER, OPERATOR),
                Optional.empty());
    }

    /** What instances of scoring applications serve, keyed by {@link RecordKeys#modelInstance}. */
    public Topic<String, ServingStatus> servingStatus() {
        return avro(
                "serving-status",
                "Which versions the instances of scoring applications serve",
                "model/instance",
                ServingStatus.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(SCORER).readBy(VIEW, WORKER, OPERATOR));
    }

    /** What became of every record that was read, keyed by {@link RecordKeys#ledger}. */
    public Topic<String, PartitionLedger> ledger() {
        return avro(
                "ledger",
                "What became of every record that was read",
                "step/partition or step/topic/partition",
                PartitionLedger.class,
                CleanupPolicy.COMPACT,
                1,
                Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE),
                Flow.writtenBy(DRIFT, LABELS, INGEST).readBy(VIEW, OPERATOR));
    }

    /** Records that could not be used, as they came, with the reason in their headers. */
    public Topic<byte[], byte[]> deadLetters() {
        return new Topic<>(
                prefix + "dead-letters",
                "Records that could not be used, as they came, with the reason in their headers",
                "as in the input",
                Serdes.ByteArray(),
                registry -> Serdes.ByteArray(),
                CleanupPolicy.DELETE,
                DATA_PARTITIONS,
                large(Duration.ofDays(30)),
                Flow.writtenBy(DRIFT, LABELS, INGEST).readBy(VIEW, OPERATOR),
                Optional.empty());
    }

    /** A topic's name without the prefix, which is the same in every installation. */
    public String baseName(Topic<?, ?> topic) {
        return topic.name().substring(prefix.length());
    }

    /** What the names of all topics begin with, and those of consumer groups and transactional ids that no setting names. */
    public String prefix() {
        return prefix;
    }

    public List<Topic<?, ?>> all() {
        return List.of(
                inferenceLogs(),
                groundTruth(),
                monitors(),
                baselines(),
                windowProfiles(),
                driftEvents(),
                performance(),
                labeledExamples(),
                retrainJobs(),
                modelVersions(),
                modelArtifacts(),
                servingStatus(),
                ledger(),
                deadLetters());
    }

    private <V extends SpecificRecord> Topic<String, V> avro(
            String name,
            String purpose,
            String key,
            Class<V> type,
            CleanupPolicy cleanup,
            int partitions,
            Map<String, String> configs,
            Flow flow) {
        return new Topic<>(
                prefix + name,
                purpose,
                key,
                Serdes.String(),
                registry -> AvroSerde.of(type, registry),
                cleanup,
                partitions,
                configs,
                flow,
                Optional.of(SpecificData.getForClass(type).getSchema(type)));
    }

    private static Map<String, String> kept(Duration retention, String compression) {
        return Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis()),
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                compression);
    }

    private static Map<String, String> large(Duration retention) {
        return Map.of(
                TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention.toMillis()),
                TopicConfig.COMPRESSION_TYPE_CONFIG, READ_EVERYWHERE,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGE_MESSAGE_BYTES));
    }
}
