package io.tidemark.retrain.job;

import io.tidemark.retrain.version.VersionBaseline;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.MonitorSpec;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes the baselines of new versions, in the form that the monitor reads. */
@FunctionalInterface
public interface BaselineMaker {

    /**
     * Rows to make a baseline of, as the monitor would have read them. Each supplier gives the same rows every time.
     *
     * @param asked all rows, as the model was asked; without answers, since a model answers rows that it was trained on too well
     * @param answered the rows that it was not trained on: its answers to them, without what it was asked
     * @param truths what turned out to be true of these
     * @param source where the rows come from, in words
     */
    record Examples(
            Supplier<Stream<InferenceEvent>> asked,
            Supplier<Stream<InferenceEvent>> answered,
            Supplier<Stream<GroundTruth>> truths,
            String source) {}

    /** The baseline; empty where no row can be used. */
    Optional<VersionBaseline> make(MonitorSpec spec, Examples examples);
}
