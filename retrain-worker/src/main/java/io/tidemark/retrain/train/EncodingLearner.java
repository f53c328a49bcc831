package io.tidemark.retrain.train;

import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.CategoryEncoding;
import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.NumberEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Learns from a table how its features become numbers: one encoding per feature, by the type that all its values have. NaN and infinite numbers are missing values; a
 * feature without any value is left out, as one that no row names is.
 */
final class EncodingLearner {
    private EncodingLearner() {}

    static FeatureEncodings learn(TrainingTable table, TrainingSettings settings) {
        List<FeatureEncoding> encodings = new ArrayList<>();
        for (String feature : table.features()) {
            if (!settings.exclude().contains(feature)) {
                learn(feature, table.rows(), settings.maxCategories()).ifPresent(encodings::add);
            }
        }
        if (encodings.isEmpty()) {
            throw new TrainingException("no row has a value of a feature to learn from"
                    + (settings.exclude().isEmpty() ? "" : " beside the excluded ones " + settings.exclude()));
        }
        if (encodings.size() > FeatureEncodings.MAX_FEATURES) {
            throw new TrainingException("the rows have " + encodings.size() + " features, more than "
                    + FeatureEncodings.MAX_FEATURES + ": exclude some");
        }
        return new FeatureEncodings(encodings);
    }

    private static Optional<FeatureEncoding> learn(String feature, List<TrainingRow> rows, int maxCategories) {
        return typeOf(feature, rows).map(type -> switch (type) {
            case NUMBER -> numbers(feature, rows);
            case BOOLEAN -> new BooleanEncoding(feature);
            case TEXT -> categories(feature, rows, maxCategories);
        });
    }

    private enum Type {
        NUMBER,
        BOOLEAN,
        TEXT
    }

    /** The type of all values; empty where there is none. */
    private static Optional<Type> typeOf(String feature, List<TrainingRow> rows) {
        @Nullable Type type = null;
        int first = 0;
        for (int i = 0; i < rows.size(); i++) {
            Object value = rows.get(i).features().get(feature);
            if (value == null || (value instanceof Number number && !Double.isFinite(number.doubleValue()))) {
                continue;
            }
            Type found = typeOf(feature, value, i);
            if (type == null) {
                type = found;
                first = i;
            } else if (type != found) {
                throw new TrainingException("feature '" + feature + "' is a " + type + " in row " + first + " and a "
                        + found + " in row " + i + ": let producers log one type, or exclude it");
            }
        }
        return Optional.ofNullable(type);
    }

    private static Type typeOf(String feature, Object value, int row) {
        return switch (value) {
            case Number _ -> Type.NUMBER;
            case Boolean _ -> Type.BOOLEAN;
            case CharSequence _ -> Type.TEXT;
            default ->
                throw new TrainingException("feature '" + feature + "' is a "
                        + value.getClass().getSimpleName() + " in row " + row
                        + "; models learn from numbers, booleans and texts: exclude it");
        };
    }

    private static FeatureEncoding numbers(String feature, List<TrainingRow> rows) {
        double[] values = rows.stream()
                .map(row -> row.features().get(feature))
                .filter(value -> value instanceof Number number && Double.isFinite(number.doubleValue()))
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
        Arrays.sort(values);
        int middle = values.length / 2;
        // Halves before the sum, so that large values don't overflow.
        double median = values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
        double unit = Math.max(Math.abs(values[0]), Math.abs(values[values.length - 1]));
        if (unit == 0) {
            return new NumberEncoding(feature, 0, 0, 1);
        }
        // In units of the largest value, for the same reason.
        double sum = 0;
        for (double value : values) {
            sum += value / unit;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value / unit - mean) * (value / unit - mean);
        }
        double deviation = Math.sqrt(squares / values.length) * unit;
        return new NumberEncoding(feature, median, mean * unit, deviation > 0 ? deviation : 1);
    }

    private static FeatureEncoding categories(String feature, List<TrainingRow> rows, int max) {
        Map<String, Integer> counts = new HashMap<>();
        for (TrainingRow row : rows) {
            Object value = row.features().get(feature);
            if (value != null) {
                counts.merge(value.toString(), 1, Integer::sum);
            }
        }
        List<String> known = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
        return new CategoryEncoding(feature, known);
    }
}
