package io.tidemark.standalone.cli;

import java.util.Locale;

/** Checks of options before anything is begun. Each throws a {@link CliException} that names the option, what is allowed and what was given. */
public final class OptionChecks {
    private OptionChecks() {}

    /** @param option with its dashes */
    public static void atLeast(String option, long least, long given) {
        if (given < least) {
            throw CliException.usage(String.format(Locale.ROOT, "%s is %,d or more, not %,d.", option, least, given));
        }
    }
}
