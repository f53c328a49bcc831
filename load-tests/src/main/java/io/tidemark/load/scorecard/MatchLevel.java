package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.estimate.EventRate;

/** How often a rule may alarm falsely when it is compared with Tidemark. */
public enum MatchLevel {
    /** In as many windows as Tidemark did; where that is none, at the upper end of what none is compatible with. */
    TIDEMARK("at Tidemark's own rate of false windows") {
        @Override
        int allowed(int tidemarkAlarms, double weeks) {
            return tidemarkAlarms > 0
                    ? tidemarkAlarms
                    : (int) new EventRate(0, 1).interval().upper();
        }
    },
    /** Once a week, which is what a monitor's budget of false alarms allows by default. */
    BUDGET("at one false window per model-week") {
        @Override
        int allowed(int tidemarkAlarms, double weeks) {
            return Math.max(1, (int) weeks);
        }
    };

    private final String label;

    MatchLevel(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    abstract int allowed(int tidemarkAlarms, double weeks);
}
