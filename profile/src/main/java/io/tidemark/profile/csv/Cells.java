package io.tidemark.profile.csv;

import java.util.Locale;
import java.util.Set;

/**
 * What a cell's text means.
 *
 * <p>Missing: blank, or one of NA, N/A, #N/A, &lt;NA&gt;, NaN, nan, null, NULL, None. Numbers: decimal with an optional exponent, and inf,
 * Infinity with an optional sign; no separators, no hexadecimal, none of Java's suffixes. Booleans: true and false, in any case.
 * Blanks around any of these don't matter; around a text they belong to it (RFC 4180).
 *
 * <p>Whatever reads a table asks here, so that a baseline and a replay of the same file see the same values.
 */
public final class Cells {
    private static final Set<String> MISSING =
            Set.of("NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None");
    private static final Set<String> INFINITIES = Set.of("inf", "infinity");

    private Cells() {}

    public static boolean isMissing(String cell) {
        return cell.isBlank() || MISSING.contains(cell.strip());
    }

    /** The number in a cell that is not missing; NaN where it is none. */
    public static double number(String cell) {
        String text = cell.strip();
        if (isDecimal(text)) {
            return Double.parseDouble(text);
        }
        boolean signed = text.startsWith("-") || text.startsWith("+");
        if (INFINITIES.contains((signed ? text.substring(1) : text).toLowerCase(Locale.ROOT))) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    /** Sign, digits with at most one point among them, exponent; at least one digit in either. */
    private static boolean isDecimal(String text) {
        int at = skipSign(text, 0);
        int digits = 0;
        int points = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                digits++;
            } else if (c == '.') {
                points++;
            } else {
                break;
            }
        }
        if (digits == 0 || points > 1) {
            return false;
        }
        boolean exponent = at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E');
        return at == text.length() || (exponent && isWhole(text, skipSign(text, at + 1)));
    }

    private static boolean isWhole(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (!isDigit(text.charAt(at))) {
                return false;
            }
        }
        return from < text.length();
    }

    private static int skipSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+') ? at + 1 : at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isBoolean(String cell) {
        return isTrue(cell) || cell.strip().equalsIgnoreCase("false");
    }

    /** Whether a cell that {@linkplain #isBoolean is a boolean} says true. */
    public static boolean isTrue(String cell) {
        return cell.strip().equalsIgnoreCase("true");
    }

    /** Whether the cell is digits after a leading zero, as in a postal code: a number only to the eye. */
    public static boolean isCode(String cell) {
        String text = cell.strip();
        return text.length() > 1 && text.startsWith("0") && isWhole(text, 0);
    }
}
