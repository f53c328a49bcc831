package io.tidemark.load.scorecard.report;

import io.tidemark.load.scorecard.estimate.EventRate;
import io.tidemark.load.scorecard.estimate.Interval;
import io.tidemark.load.scorecard.estimate.Proportion;
import java.util.Locale;

/** Numbers as they stand in the tables. */
final class Figures {
    static final String NONE = "–";

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A share as a percentage, without the sign. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    static String percent(Proportion share) {
        return percent(share.value()) + " (" + percent(share.interval()) + ")";
    }

    static String percent(Interval interval) {
        return percent(interval.lower()) + "–" + percent(interval.upper());
    }

    static String rate(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.2f" : "%.1f", rate);
    }

    static String rate(EventRate rate) {
        return rate(rate.value()) + " (" + rate(rate.interval()) + ")";
    }

    static String rate(Interval interval) {
        return rate(interval.lower()) + "–" + rate(interval.upper());
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
