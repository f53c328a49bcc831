package io.tidemark.serving.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A category as the number that a model's training gave it: one column.
 *
 * @param codes the number of each known category, in an order that is kept
 * @param other of a category that is not known, or a value of another type; NaN for models that take it
 * @param missing of an absent value; NaN for models that take it
 */
public record CategoryCodeEncoding(String feature, SequencedMap<String, Double> codes, double other, double missing)
        implements FeatureEncoding {
    private static final List<String> COLUMNS = List.of(":code");

    public CategoryCodeEncoding {
        codes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(codes));
        if (codes.size() > CategoryEncoding.MAX_KNOWN) {
            throw new IllegalArgumentException("feature '" + feature + "' has " + codes.size()
                    + " known categories, more than " + CategoryEncoding.MAX_KNOWN);
        }
        codes.forEach((category, code) -> {
            if (!Double.isFinite(code)) {
                throw new IllegalArgumentException("feature '" + feature + "': the code of '" + category + "' is "
                        + code + ", which is not finite");
            }
        });
        if (Double.isInfinite(other) || Double.isInfinite(missing)) {
            throw new IllegalArgumentException(
                    "feature '" + feature + "': the codes of other and missing values are finite or NaN");
        }
        other = Double.isNaN(other) ? Double.NaN : other;
        missing = Double.isNaN(missing) ? Double.NaN : missing;
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        into[at] = switch (value) {
            case null -> missing;
            case CharSequence text -> codes.getOrDefault(text.toString(), other);
            default -> other;
        };
    }

    /** The order of categories counts, since it is part of the bytes. */
    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof CategoryCodeEncoding that
                && feature.equals(that.feature)
                && List.copyOf(codes.entrySet()).equals(List.copyOf(that.codes.entrySet()))
                && Double.compare(other, that.other) == 0
                && Double.compare(missing, that.missing) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(feature, Map.copyOf(codes), other, missing);
    }
}
