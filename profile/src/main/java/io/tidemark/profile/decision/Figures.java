package io.tidemark.profile.decision;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as a sentence has them: three digits that count, thousands apart, shares in per cent. */
final class Figures {
    private static final MathContext DIGITS = new MathContext(3);

    private Figures() {}

    /** "126", "2.1", "0.0312", "12,300", "4.5E12". */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size >= 1e9 || size < 1e-4)) {
            return format("0.##E0", value);
        }
        double rounded = size >= 1000
                ? Math.rint(value)
                : new BigDecimal(value).round(DIGITS).doubleValue();
        return format("#,##0.######", rounded + 0.0);
    }

    static String of(long count) {
        return format("#,##0", (double) count);
    }

    /** "5.2 %", "100 %", "0.03 %". */
    static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < 0.01) {
            return "less than 0.01 %";
        }
        int digits = Math.abs(percent) < 1 ? 2 : 1;
        return format(digits == 2 ? "0.##" : "0.#", percent) + " %";
    }

    private static String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
