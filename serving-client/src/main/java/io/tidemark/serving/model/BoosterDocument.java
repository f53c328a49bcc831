package io.tidemark.serving.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What XGBoost 1.6 writes of a booster as JSON, as far as answers depend on it.
 *
 * <p>XGBoost writes the shortest decimals that give the same floats back. The schema: <a
 * href="https://xgboost.readthedocs.io/en/release_1.6.0/tutorials/saving_model.html">Introduction to Model IO</a>.
 */
record BoosterDocument(@JsonProperty(required = true) Learner learner) {
    private static final ObjectReader JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(BoosterDocument.class);

    /**
     * @throws ModelFormatException where the bytes are no such document
     */
    static BoosterDocument parse(byte[] json) {
        try {
            return JSON.readValue(json);
        } catch (JacksonException e) {
            throw new ModelFormatException(
                    "XGBoost model: it is none of trees, or they can't be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    record Learner(
            @JsonProperty(value = "gradient_booster", required = true)
            GradientBooster booster,

            @JsonProperty(value = "learner_model_param", required = true)
            Parameters parameters,

            @JsonProperty(required = true) Objective objective) {}

    /**
     * @param name {@code gbtree}, {@code dart} or {@code gblinear}
     * @param model absent but for {@code gbtree}
     */
    record GradientBooster(
            @JsonProperty(required = true) String name,
            @Nullable Model model) {

        /**
         * @throws ModelFormatException where it is none of trees, or weighs them
         */
        Model trees() {
            if (model == null || !name.equals("gbtree")) {
                throw new ModelFormatException(
                        "XGBoost model: the booster '" + name + "' is not served: train with gbtree");
            }
            return model;
        }
    }

    /**
     * @param baseScore what an answer is before any tree, on the scale of answers
     * @param classes 0 where the answer is a number
     */
    record Parameters(
            @JsonProperty(value = "base_score", required = true)
            float baseScore,

            @JsonProperty(value = "num_class", required = true)
            int classes) {}

    record Objective(@JsonProperty(required = true) String name) {}

    /**
     * @param outputs to which of the answer's numbers each tree adds
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Model(
            @JsonProperty(required = true) List<Tree> trees,

            @JsonProperty(value = "tree_info", required = true)
            int[] outputs) {}

    /**
     * A tree, its nodes by position; the first is the root.
     *
     * @param left -1 for a leaf
     * @param conditions of a split its threshold, of a leaf its value
     * @param defaultLeft 1 where a missing value goes to the left
     * @param splitTypes 0 for a number, 1 for categories
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tree(
            @JsonProperty(value = "left_children", required = true)
            int[] left,

            @JsonProperty(value = "right_children", required = true)
            int[] right,

            @JsonProperty(value = "split_indices", required = true)
            int[] features,

            @JsonProperty(value = "split_conditions", required = true)
            float[] conditions,

            @JsonProperty(value = "default_left", required = true)
            int[] defaultLeft,

            @JsonProperty(value = "split_type", required = true)
            int[] splitTypes) {}
}
