package io.tidemark.stream.spec;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Shares as people write them: {@code 95%} or {@code 97.5 %}. */
final class Percent {
    private static final Pattern FORM = Pattern.compile("\\s*(0|[1-9]\\d{0,5})(\\.\\d{1,20})?\\s*%\\s*");

    private Percent() {}

    /** The share, 0.95 of {@code 95%}; empty if the text is no percentage. */
    static OptionalDouble parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        String number = text.substring(0, text.indexOf('%')).strip();
        // Exactly the double that 0.95 is, which 95.0 / 100 need not be.
        return OptionalDouble.of(new BigDecimal(number).movePointLeft(2).doubleValue());
    }

    /** The share as a percentage that is read as the same share. */
    static String format(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }
}
