package io.tidemark.stream.spec;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in the decimal form of YAML 1.2's core schema, which is narrower than Java's: no {@code 1d}, {@code 0x1p3} or NaN. */
final class YamlNumber {
    private static final Pattern FORM = Pattern.compile("[-+]?(\\.\\d+|\\d+(\\.\\d*)?)([eE][-+]?\\d{1,4})?");
    private static final int LONGEST = 50;

    private YamlNumber() {}

    /** The number; NaN if the text is none, infinite if it is too large. */
    static double of(String text) {
        return isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    }

    /** The whole number, which may be written {@code 1e4}; empty if the text is none, or too large for any setting. */
    static Optional<Long> whole(String text) {
        try {
            return isNumber(text) ? Optional.of(new BigDecimal(text).longValueExact()) : Optional.empty();
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
