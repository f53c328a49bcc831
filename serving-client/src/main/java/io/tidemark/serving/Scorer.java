package io.tidemark.serving;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model that is loaded and answers. Implementations may be asked by any number of threads at once. */
public interface Scorer {

    /**
     * The model's answer to one question.
     *
     * @param features values by feature name, as they would be logged. A feature that is absent or null is missing, which models
     *     answer too; features that the model does not know are ignored
     * @throws IllegalStateException where the model answers with something that is no finite number
     */
    Scored score(Map<String, ? extends @Nullable Object> features);

    /**
     * The answers to many questions, in their order: the same as if each was asked alone, and faster where a runtime takes many at once.
     *
     * @throws IllegalStateException where the model answers with something that is no finite number
     */
    default List<Scored> scoreAll(List<? extends Map<String, ? extends @Nullable Object>> questions) {
        return questions.stream().map(this::score).toList();
    }
}
