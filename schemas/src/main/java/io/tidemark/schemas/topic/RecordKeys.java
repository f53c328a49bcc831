package io.tidemark.schemas.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;

/**
 * Keys made of parts joined by {@code /}, such as {@code flights/v3/origin}: a person can read them in any Kafka UI.
 *
 * <p>A {@code /} inside a part is written {@code %2F} and a {@code %} is written {@code %25}, so different parts never
 * make the same key.
 */
public final class RecordKeys {
    /** The segment that every row is in. */
    public static final String ALL_ROWS = "all";

    private RecordKeys() {}

    public static String model(String modelId) {
        return join(modelId);
    }

    public static String modelVersion(String modelId, String modelVersion) {
        return join(modelId, modelVersion);
    }

    public static String modelVersionSegment(String modelId, String modelVersion, String segment) {
        return join(modelId, modelVersion, segment);
    }

    /** The key of one chunk of a model's bytes, counted from 0. */
    public static String modelChunk(String modelId, String modelVersion, int chunk) {
        return join(modelId, modelVersion, Integer.toString(chunk));
    }

    /** The key of what one instance of a scoring application serves. */
    public static String modelInstance(String modelId, String instance) {
        return join(modelId, instance);
    }

    /** The key of what became of the records that a step of the monitor read in one partition. */
    public static String ledger(String step, int partition) {
        return join(step, Integer.toString(partition));
    }

    /** The key of one feature of a baseline: model/version/feature, with the segment behind it if it is not all rows. */
    public static String baselineFeature(String modelId, String modelVersion, String segment, String feature) {
        return segment.equals(ALL_ROWS)
                ? join(modelId, modelVersion, feature)
                : join(modelId, modelVersion, feature, segment);
    }

    /** The key of a baseline's manifest: model/version, or model/version//segment if it is not of all rows. */
    public static String baselineManifest(String modelId, String modelVersion, String segment) {
        return segment.equals(ALL_ROWS) ? join(modelId, modelVersion) : join(modelId, modelVersion, "", segment);
    }

    /**
     * What a key of the baselines topic is about.
     *
     * @param feature empty for the manifest
     */
    public record BaselineKey(String modelId, String modelVersion, String segment, Optional<String> feature) {}

    /**
     * Reads {@link #baselineFeature} and {@link #baselineManifest} back.
     *
     * @throws IllegalArgumentException if {@code key} is neither
     */
    public static BaselineKey baselineKey(String key) {
        List<String> parts = split(key);
        if (parts.size() < 2 || parts.size() > 4) {
            throw new IllegalArgumentException("\"" + key + "\" is no key of a baseline");
        }
        String segment = parts.size() == 4 ? parts.get(3) : ALL_ROWS;
        Optional<String> feature =
                parts.size() == 2 || parts.get(2).isEmpty() ? Optional.empty() : Optional.of(parts.get(2));
        return new BaselineKey(parts.get(0), parts.get(1), segment, feature);
    }

    /** The key of what became of the records that were read of one partition of a topic that is not Tidemark's. */
    public static String ledger(String step, String topic, int partition) {
        return join(step, topic, Integer.toString(partition));
    }

    private static String join(String... parts) {
        return Arrays.stream(parts).map(RecordKeys::escape).collect(Collectors.joining("/"));
    }

    private static String escape(String part) {
        return part.replace("%", "%25").replace("/", "%2F");
    }

    /** The parts that a key was made of. */
    public static List<String> split(String key) {
        return Arrays.stream(key.split("/", -1)).map(RecordKeys::unescape).toList();
    }

    /** The partition where Kafka's own partitioner puts a key. */
    public static int partitionOf(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** The partition of what is keyed by a model. */
    public static int partitionOfModel(String modelId, int partitions) {
        return partitionOf(model(modelId).getBytes(UTF_8), partitions);
    }

    private static String unescape(String part) {
        return part.replace("%2F", "/").replace("%25", "%");
    }
}
