package io.tidemark.retrain.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.topic.RecordKeys;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** The specs, versions and jobs of all models, as the last records of their keys have them. One thread uses it. */
public final class ModelTables {
    private final Map<String, MonitorSpec> specs = new HashMap<>();
    private final Map<String, Map<String, ModelVersion>> versions = new HashMap<>();
    private final Map<String, RetrainJob> jobs = new HashMap<>();
    private final Map<String, Map<String, RetrainJob>> jobsByModel = new HashMap<>();

    /** Takes specs. A record whose key is not its model is no record of either. */
    public RecordSink specs(Deserializer<MonitorSpec> deserializer) {
        return message -> {
            String model = RecordKeys.split(keyOf(message)).getFirst();
            last(model, value(message, deserializer, spec -> RecordKeys.model(spec.getModel())), specs);
        };
    }

    /** Takes versions. */
    public RecordSink versions(Deserializer<ModelVersion> deserializer) {
        return message -> {
            Optional<ModelVersion> value = value(
                    message,
                    deserializer,
                    version -> RecordKeys.modelVersion(version.getModelId(), version.getVersion()));
            List<String> key = RecordKeys.split(keyOf(message));
            if (key.size() != 2) {
                throw new IllegalArgumentException("the key \"" + keyOf(message) + "\" is not MODEL/VERSION");
            }
            last(key.getLast(), value, versions.computeIfAbsent(key.getFirst(), model -> new TreeMap<>()));
        };
    }

    /** Takes jobs. */
    public RecordSink jobs(Deserializer<RetrainJob> deserializer) {
        return message -> {
            String id = keyOf(message);
            Optional<RetrainJob> value = value(message, deserializer, RetrainJob::getJobId);
            job(id).flatMap(job -> Optional.ofNullable(jobsByModel.get(job.getModelId())))
                    .ifPresent(ofModel -> ofModel.remove(id));
            last(id, value, jobs);
            value.ifPresent(job -> jobsByModel
                    .computeIfAbsent(job.getModelId(), model -> new HashMap<>())
                    .put(id, job));
        };
    }

    /** Empty for a record that removes its key. */
    private static <V> Optional<V> value(
            ConsumerRecord<byte[], byte[]> message, Deserializer<V> deserializer, Function<V, String> ownKey) {
        V value = message.value() == null ? null : deserializer.deserialize(message.topic(), message.value());
        if (value != null && !keyOf(message).equals(ownKey.apply(value))) {
            throw new IllegalArgumentException("its key is \"" + keyOf(message) + "\", that of its value would be \""
                    + ownKey.apply(value) + "\"");
        }
        return Optional.ofNullable(value);
    }

    private static <V> void last(String key, Optional<V> value, Map<String, V> table) {
        value.ifPresentOrElse(some -> table.put(key, some), () -> table.remove(key));
    }

    private static String keyOf(ConsumerRecord<byte[], ?> message) {
        if (message.key() == null) {
            throw new IllegalArgumentException("it has no key");
        }
        return new String(message.key(), UTF_8);
    }

    public Optional<MonitorSpec> spec(String model) {
        return Optional.ofNullable(specs.get(model));
    }

    /** All versions of a model. */
    public Collection<ModelVersion> versions(String model) {
        return List.copyOf(versions.getOrDefault(model, Map.of()).values());
    }

    public Optional<RetrainJob> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    /** The jobs of a model, the earliest request first. */
    public List<RetrainJob> jobs(String model) {
        return jobsByModel.getOrDefault(model, Map.of()).values().stream()
                .sorted(Comparator.comparing(RetrainJob::getRequestedAt).thenComparing(RetrainJob::getJobId))
                .toList();
    }

    /** Every model that has a spec, a version or a job. */
    public NavigableSet<String> models() {
        NavigableSet<String> models = new TreeSet<>(specs.keySet());
        models.addAll(versions.keySet());
        models.addAll(jobsByModel.keySet());
        return models;
    }
}
