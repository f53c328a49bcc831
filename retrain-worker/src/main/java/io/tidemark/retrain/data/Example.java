package io.tidemark.retrain.data;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * One question with what turned out to be true, whichever versions answered it.
 *
 * @param eventTimeMs when it was asked, milliseconds since the epoch
 * @param features as they were logged, without arrays
 * @param answers what the versions that were asked answered, by version
 * @param tags facts about the request that are not features
 */
public record Example(
        String inferenceId,
        long eventTimeMs,
        Target target,
        FeatureRow features,
        Map<String, Answer> answers,
        Map<String, String> tags) {

    /** The order of examples: by time, those of the same time by id. */
    public static final Comparator<Example> IN_ORDER =
            Comparator.comparingLong(Example::eventTimeMs).thenComparing(Example::inferenceId);

    public Example {
        answers = Map.copyOf(answers);
        tags = Map.copyOf(tags);
    }

    /** What a version answered when it was asked. */
    public Optional<Answer> answerOf(String version) {
        return Optional.ofNullable(answers.get(version));
    }
}
