package io.tidemark.retrain.challenger;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.serving.model.ModelArtifact;
import java.util.List;
import java.util.Map;

/** How an attempt at a challenger ended. */
public sealed interface Outcome {

    /** With every check and gate that was asked. */
    JobReport report();

    /** In words. */
    String reason();

    /**
     * A model that passed all gates.
     *
     * @param bytes of the artifact
     * @param sha256 of the bytes, in hexadecimal
     * @param metrics of the challenger on the holdout, by name
     * @param championMetrics of the champion, on the rows of the holdout that both answered; empty without one
     * @param golden a few questions with the answers of the artifact as loaded from its bytes
     * @param training the rows that it was trained on, in their order
     * @param holdout the later rows that it was judged by, in their order
     * @param answers of the challenger to the holdout, one per row
     */
    record Accepted(
            ModelArtifact artifact,
            @SuppressWarnings("ArrayRecordComponent") byte[] bytes, // handed on once, never compared
            String sha256,
            JobReport report,
            String reason,
            Map<String, Double> metrics,
            Map<String, Double> championMetrics,
            List<GoldenPrediction> golden,
            List<Example> training,
            List<Example> holdout,
            List<Answer> answers)
            implements Outcome {}

    /** A model that a gate refused. */
    record NotGoodEnough(JobReport report, String reason) implements Outcome {}

    /** No model: the data are not fit to make one of. */
    record NoModel(JobReport report, String reason) implements Outcome {}
}
