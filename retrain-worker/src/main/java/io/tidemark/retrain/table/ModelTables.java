package io.tidemark.retrain.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
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

    /** Takes specs. */
    public RecordSink specs(Deserializer<MonitorSpec> deserializer) {
        return message ->
                last(message, deserializer, specs, key -> RecordKeys.split(key).getFirst());
    }

    /** Takes versions. */
    public RecordSink versions(Deserializer<ModelVersion> deserializer) {
        return message -> {
            List<String> key = RecordKeys.split(keyOf(message));
            if (key.size() != 2) {
                throw new IllegalArgumentException("the key \"" + keyOf(message) + "\" is not MODEL/VERSION");
            }
            last(
                    message,
                    deserializer,
                    versions.computeIfAbsent(key.getFirst(), model -> new TreeMap<>()),
                    text -> key.getLast());
        };
    }

    /** Takes jobs. */
    public RecordSink jobs(Deserializer<RetrainJob> deserializer) {
        return message -> {
            String id = keyOf(message);
            Optional.ofNullable(jobs.get(id))
                    .flatMap(job -> Optional.ofNullable(jobsByModel.get(job.getModelId())))
                    .ifPresent(ofModel -> ofModel.remove(id));
            last(message, deserializer, jobs, Function.identity());
            job(id).ifPresent(job -> jobsByModel
                    .computeIfAbsent(job.getModelId(), model -> new HashMap<>())
                    .put(id, job));
        };
    }

    private static <V> void last(
            ConsumerRecord<byte[], byte[]> message,
            Deserializer<V> deserializer,
            Map<String, V> table,
            Function<String, String> keyOf) {
        String key = keyOf.apply(keyOf(message));
        byte[] value = message.value();
        if (value == null) {
            table.remove(key);
        } else {
            table.put(key, deserializer.deserialize(message.topic(), value));
        }
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
