package io.tidemark.retrain.train;

import io.tidemark.serving.model.CategoryEncoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How to train. Everything that the model depends on beside the table.
 *
 * @param hyperParameters values by name; what is not named has its standard value
 * @param seed from 0 on; what of the training is random follows from it
 * @param maxCategories how many categories of one feature get a column of their own, the most frequent ones; the rest are "other"
 * @param exclude features that the model is not to see
 */
public record TrainingSettings(
        Algorithm algorithm,
        SortedMap<String, Double> hyperParameters,
        int seed,
        int maxCategories,
        Set<String> exclude) {
    private static final int STANDARD_MAX_CATEGORIES = 50;

    /**
     * @throws TrainingException where a hyper-parameter is unknown or out of its range
     */
    public TrainingSettings {
        hyperParameters = complete(algorithm, hyperParameters);
        if (seed < 0) {
            throw new TrainingException("the seed is " + seed + ", it has to be 0 or more");
        }
        if (maxCategories < 1 || maxCategories > CategoryEncoding.MAX_KNOWN) {
            throw new TrainingException("the bound on categories is " + maxCategories + ", it has to be from 1 to "
                    + CategoryEncoding.MAX_KNOWN);
        }
        exclude = Collections.unmodifiableSortedSet(new TreeSet<>(exclude));
    }

    /** Settings with all features and the standard bound on categories. */
    public static TrainingSettings of(Algorithm algorithm, Map<String, Double> hyperParameters, int seed) {
        return new TrainingSettings(algorithm, new TreeMap<>(hyperParameters), seed, STANDARD_MAX_CATEGORIES, Set.of());
    }

    /** The same settings, of a model that is not to see some features. */
    public TrainingSettings without(Set<String> features) {
        return new TrainingSettings(algorithm, hyperParameters, seed, maxCategories, features);
    }

    double number(String name) {
        Double value = hyperParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(algorithm + " has no hyper-parameter " + name);
        }
        return value;
    }

    int whole(String name) {
        return (int) number(name);
    }

    private static SortedMap<String, Double> complete(Algorithm algorithm, Map<String, Double> given) {
        SortedMap<String, Double> values = new TreeMap<>();
        for (HyperParameter parameter : algorithm.hyperParameters()) {
            double value = given.getOrDefault(parameter.name(), parameter.standard());
            values.put(parameter.name(), parameter.check(value, algorithm));
        }
        SortedSet<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(values.keySet());
        if (!unknown.isEmpty()) {
            List<String> known = new ArrayList<>(values.keySet());
            throw new TrainingException(algorithm + " has no hyper-parameter " + String.join(", ", unknown)
                    + "; it has " + String.join(", ", known));
        }
        return Collections.unmodifiableSortedMap(values);
    }
}
