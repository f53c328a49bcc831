package io.tidemark.retrain.data;

import io.tidemark.retrain.train.Sha256;
import io.tidemark.retrain.train.Target;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what models learn from, in hexadecimal: the same examples have the same hash however they were written, partitioned and batched.
 *
 * <p>The examples in their order, each as: inference id, event time in milliseconds, the label ({@code c} and the class, or {@code n} and the number),
 * the number of features that are there, and these by name, each as its name and {@code n} with a number as a double, {@code b} with 0 or 1, or
 * {@code t} with a text. Texts stand behind their length in bytes of UTF-8, integers and lengths have 8 bytes, big-endian, doubles are the bits of IEEE 754.
 * A long counts as the double that models see of it. What versions answered, and tags, are not part of it.
 */
final class DataHash {
    private DataHash() {}

    static String of(List<Example> rows) {
        Sha256 hash = new Sha256();
        for (Example row : rows) {
            hash.text(row.inferenceId());
            hash.integer(row.eventTimeMs());
            addContent(row, hash);
        }
        return hash.hex();
    }

    private static void addContent(Example row, Sha256 hash) {
        switch (row.target()) {
            case Target.OfClass(String label) -> {
                hash.code('c');
                hash.text(label);
            }
            case Target.OfNumber(double value) -> {
                hash.code('n');
                hash.number(value);
            }
        }
        Map<String, Object> features = new TreeMap<>(row.features());
        hash.integer(features.size());
        features.forEach((name, value) -> {
            hash.text(name);
            addValue(value, hash);
        });
    }

    private static void addValue(Object value, Sha256 hash) {
        switch (value) {
            case Number number -> {
                hash.code('n');
                hash.number(number.doubleValue());
            }
            case Boolean yes -> {
                hash.code('b');
                hash.integer(yes ? 1 : 0);
            }
            default -> {
                hash.code('t');
                hash.text(value.toString());
            }
        }
    }
}
