package io.tidemark.standalone.models;

import io.tidemark.serving.model.CategoryCodeEncoding;
import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.OneHotEncoding;
import io.tidemark.serving.model.RawNumberEncoding;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a person says of one feature of a model: how it becomes a column, or several.
 *
 * @param missing what stands for a missing value; as a person wrote it
 * @param categories the categories with a column of their own, in its order; empty where it is no such feature
 * @param codes the number of each category; empty where it is no such feature
 * @param other the number of a category without a code
 */
public record InputColumn(
        String feature,
        Optional<Object> missing,
        List<String> categories,
        SequencedMap<String, Double> codes,
        Optional<Double> other) {

    public InputColumn {
        categories = List.copyOf(categories);
        if (!categories.isEmpty() && !codes.isEmpty()) {
            throw new ImportException("The input " + feature + " has both categories, a column for each, and codes,"
                    + " one column for all: write one of them.");
        }
        if (!categories.isEmpty() && missing.isPresent()) {
            throw new ImportException("The input " + feature
                    + " has categories, of whose columns all are 0 where the value is missing: remove missing.");
        }
        if (other.isPresent() && codes.isEmpty()) {
            throw new ImportException("The input " + feature + " says what other categories are, but has no codes.");
        }
    }

    /** Whether it says more than the name of a feature and what stands for a missing value. */
    boolean isOfCategories() {
        return !categories.isEmpty() || !codes.isEmpty();
    }

    /** Columns of a tensor of numbers. A missing number is NaN where nothing else is said. */
    FeatureEncoding encoding() {
        try {
            if (!categories.isEmpty()) {
                return new OneHotEncoding(feature, categories);
            }
            if (!codes.isEmpty()) {
                return new CategoryCodeEncoding(
                        feature,
                        codes,
                        other.orElse(Double.NaN),
                        missingNumber().orElse(Double.NaN));
            }
            return new RawNumberEncoding(feature, missingNumber().orElse(Double.NaN));
        } catch (IllegalArgumentException e) {
            throw new ImportException("The inputs are not as they should be: " + e.getMessage() + ".", e);
        }
    }

    Optional<Double> missingNumber() {
        return missing.map(value -> switch (value) {
            case Number number -> number.doubleValue();
            case Boolean yes -> yes ? 1.0 : 0.0;
            default ->
                throw new ImportException("The input " + feature
                        + " is a number, so what stands for a missing value can't be '" + value + "': write a number.");
        });
    }

    Optional<String> missingText() {
        return missing.map(String::valueOf);
    }
}
