package io.tidemark.standalone.loop;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How states and figures of the loop are written for a person. */
public final class LoopTexts {
    private LoopTexts() {}

    /** A constant of an enum in words: {@code ROLLED_BACK} is "rolled back". */
    public static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A metric to four digits; nothing where there is none. */
    public static String figure(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
    }
}
