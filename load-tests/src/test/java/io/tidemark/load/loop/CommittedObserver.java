package io.tidemark.load.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.serving.artifact.ArtifactException;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.version.GoldenMismatchException;
import io.tidemark.serving.version.GoldenPredictions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the loop writes as any read-committed client does, all the time, and looks at each version the moment it is seen. */
final class CommittedObserver implements AutoCloseable {
    private final Duration settling;
    private final LoopTrial trial;
    private final LoopHistory history;
    private final ArtifactFetcher fetcher;
    private final Map<String, BaselineEntry> baselines = new HashMap<>();
    private final List<Unsettled> unsettled = new ArrayList<>();
    private volatile boolean allSettled;
    private volatile boolean stopped;

    /** Something that has to be there by a time. */
    private record Unsettled(ModelVersion version, long deadline) {}

    /** @param settling how long after a version its baseline and its chunks may be seen: each partition learns of a commit by itself */
    CommittedObserver(LoopTrial trial, LoopHistory history, Duration settling) {
        this.settling = settling;
        this.trial = trial;
        this.history = history;
        fetcher = new ArtifactFetcher(
                () -> trial.cluster.consumer(new StringDeserializer(), new ByteArrayDeserializer()),
                trial.cluster.topics().modelArtifacts().name(),
                Duration.ofSeconds(20));
        Thread.ofPlatform().name("observer").start(this::run);
    }

    private void run() {
        var topics = trial.cluster.topics();
        Deserializer<RetrainJob> jobs =
                topics.retrainJobs().valueSerde(trial.registry).deserializer();
        Deserializer<ModelVersion> versions =
                topics.modelVersions().valueSerde(trial.registry).deserializer();
        Deserializer<BaselineEntry> entries =
                topics.baselines().valueSerde(trial.registry).deserializer();
        try (Consumer<byte[], byte[]> consumer =
                trial.cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(
                            topics.retrainJobs(), topics.modelVersions(), topics.baselines(), topics.modelArtifacts())
                    .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(10))) {
                    String key = new String(message.key(), UTF_8);
                    if (message.topic().equals(topics.retrainJobs().name())) {
                        history.add(jobs.deserialize(message.topic(), message.value()));
                    } else if (message.topic().equals(topics.modelVersions().name())) {
                        see(versions.deserialize(message.topic(), message.value()));
                    } else if (message.topic().equals(topics.baselines().name())) {
                        history.addBaseline(key);
                        baselines.put(key, entries.deserialize(message.topic(), message.value()));
                    } else {
                        history.addChunk(key);
                    }
                }
                settle();
            }
        } catch (RuntimeException e) {
            history.addFault("the observer ended with " + e);
        } finally {
            fetcher.close();
        }
    }

    private void see(ModelVersion version) {
        allSettled = false;
        history.add(version);
        try {
            byte[] bytes = fetcher.fetch(version.getModelId(), version.getVersion(), version.getArtifact());
            GoldenPredictions.check(TribuoScorer.load(ModelArtifact.read(bytes)), version.getGolden());
        } catch (ArtifactException | ModelFormatException | GoldenMismatchException e) {
            history.addFault(nameOf(version) + " can't be loaded: " + e);
        }
        // From now on, since nothing else is read while a version is loaded.
        unsettled.add(new Unsettled(version, System.nanoTime() + settling.toNanos()));
    }

    private void settle() {
        for (Iterator<Unsettled> all = unsettled.iterator(); all.hasNext(); ) {
            Unsettled each = all.next();
            if (hasBaseline(each.version()) && hasChunks(each.version())) {
                all.remove();
            } else if (System.nanoTime() - each.deadline() > 0) {
                all.remove();
                history.addFault(nameOf(each.version()) + " is not whole: its baseline or its chunks are missing");
            }
        }
        allSettled = unsettled.isEmpty();
    }

    private boolean hasChunks(ModelVersion version) {
        return history.chunksOf(version.getModelId(), version.getVersion())
                == version.getArtifact().getChunks();
    }

    /** Whether of each version that was seen all the rest was seen as well, or is missed by now. */
    boolean hasSettled() {
        return history.hasAllVersionsOfJobs() && allSettled;
    }

    private boolean hasBaseline(ModelVersion version) {
        String id = version.getBaselineId();
        if (id == null) {
            return true;
        }
        String model = version.getModelId();
        BaselineEntry found =
                baselines.get(RecordKeys.baselineManifest(model, version.getVersion(), RecordKeys.ALL_ROWS));
        return found != null
                && found.getEntry() instanceof BaselineManifest manifest
                && manifest.getBaselineId().equals(id)
                && manifest.getFeatures().stream()
                        .map(feature -> baselines.get(
                                RecordKeys.baselineFeature(model, version.getVersion(), RecordKeys.ALL_ROWS, feature)))
                        .allMatch(entry -> entry != null
                                && entry.getEntry() instanceof BaselineFeature feature
                                && feature.getBaselineId().equals(id));
    }

    private static String nameOf(ModelVersion version) {
        return version.getModelId() + " " + version.getVersion();
    }

    @Override
    public void close() {
        stopped = true;
    }
}
