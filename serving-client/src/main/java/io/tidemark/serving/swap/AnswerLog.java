package io.tidemark.serving.swap;

import io.tidemark.serving.Scored;
import io.tidemark.serving.log.Inference;
import io.tidemark.serving.log.InferenceLogger;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs each answer under the version that gave it. */
final class AnswerLog {
    private final Optional<InferenceLogger> logger;

    /** @param logger empty where answers are not logged */
    AnswerLog(Optional<InferenceLogger> logger) {
        this.logger = logger;
    }

    void log(Answer answer, Request request, @Nullable String positive) {
        logger.ifPresent(to -> to.log(inference(answer, request, positive)));
    }

    /** @param positive the class whose score is the score; null for that of the predicted class */
    static Inference inference(Answer answer, Request request, @Nullable String positive) {
        Inference.Builder inference = Inference.of(answer.modelId(), answer.version(), request.inferenceId())
                .at(request.at())
                .features(request.features())
                .tags(request.tags())
                .latency(answer.latency());
        switch (answer.scored()) {
            case Scored.OfNumber(double value) -> inference.value(value);
            case Scored.OfClass(String label, Map<String, Double> scores) -> {
                Double score = scores.get(positive == null ? label : positive);
                inference.label(label).scores(scores);
                if (score != null) {
                    inference.score(score);
                }
            }
        }
        return inference.build();
    }
}
