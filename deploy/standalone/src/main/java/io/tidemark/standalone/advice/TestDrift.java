package io.tidemark.standalone.advice;

import java.util.Locale;

/** Changes of one feature that a setting may be asked to notice. */
public enum TestDrift {
    SMALL(0.1, 0.02),
    MODERATE(0.25, 0.05),
    LARGE(0.5, 0.1);

    private final double deviations;
    private final double share;

    TestDrift(double deviations, double share) {
        this.deviations = deviations;
        this.share = share;
    }

    /** By how many of its standard deviations a number is raised. */
    double deviations() {
        return deviations;
    }

    /** In which share of the rows a category is another one. */
    double share() {
        return share;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In words. */
    public String explain() {
        return "numbers raised by %s of their standard deviation, or another category in %.0f %% of the rows"
                .formatted(deviations, 100 * share);
    }
}
