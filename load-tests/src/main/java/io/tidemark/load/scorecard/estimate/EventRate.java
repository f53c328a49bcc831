package io.tidemark.load.scorecard.estimate;

/**
 * How many events happened in how many model-weeks.
 *
 * @param weeks more than 0
 */
public record EventRate(long events, double weeks) {

    /** Events per model-week. */
    public double value() {
        return events / weeks;
    }

    /** The exact interval of the rate, for events that happen independently of each other. */
    public Interval interval() {
        return Interval.poisson(events).dividedBy(weeks);
    }
}
