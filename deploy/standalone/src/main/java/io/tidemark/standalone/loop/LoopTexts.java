package io.tidemark.standalone.loop;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How states and figures of the loop are written for a person. */
public final class LoopTexts {
    private static final MathContext DIGITS = new MathContext(4);

    private LoopTexts() {}

    /** A constant of an enum in words: {@code ROLLED_BACK} is "rolled back". */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A metric to four significant digits; nothing where there is none. */
    public static String figure(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        if (!Double.isFinite(value)) {
            return value.toString();
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
