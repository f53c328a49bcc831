package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One version that is loaded and was checked, with its counts. Safe for any number of threads; asking it takes no lock of ours. */
final class ServedModel {
    private final ModelVersion record;
    private final Scorer scorer;
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param record the version as it was when it was loaded; its stage may have changed since */
    ServedModel(ModelVersion record, Scorer scorer) {
        this.record = record;
        this.scorer = scorer;
    }

    ModelVersion record() {
        return record;
    }

    String version() {
        return record.getVersion();
    }

    /** Whether this is what a record of the same version asks for: versions keep their bytes, so only a mistake gives them others. */
    boolean isOf(ModelVersion other) {
        return version().equals(other.getVersion())
                && record.getArtifact()
                        .getSha256()
                        .equalsIgnoreCase(other.getArtifact().getSha256());
    }

    /** @throws RuntimeException what the model fails with, counted as errors are */
    Answer ask(Answer.Role role, Map<String, ? extends @Nullable Object> features) {
        long start = System.nanoTime();
        Scored scored;
        try {
            scored = scorer.score(features);
        } catch (RuntimeException | Error e) {
            failures.increment();
            throw e;
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        answers.increment();
        return new Answer(record.getModelId(), version(), role, scored, latency);
    }

    /** It should have been asked in the shadow, and was not. */
    void drop() {
        dropped.increment();
    }

    long answers() {
        return answers.sum();
    }

    long failures() {
        return failures.sum();
    }

    long dropped() {
        return dropped.sum();
    }
}
