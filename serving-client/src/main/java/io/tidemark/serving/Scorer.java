package io.tidemark.serving;

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
}
