package io.tidemark.load.scorecard.estimate;

/** How many trials of all were hits. */
public record Proportion(long hits, long trials) {
    public Proportion {
        if (hits < 0 || hits > trials) {
            throw new IllegalArgumentException(hits + " hits in " + trials + " trials");
        }
    }

    /** The share of hits; NaN without trials. */
    public double value() {
        return (double) hits / trials;
    }

    /** Wilson's interval of the probability of a hit. */
    public Interval interval() {
        return Interval.wilson(hits, trials);
    }
}
