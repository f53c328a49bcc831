package io.tidemark.standalone.flights;

import java.util.List;

/** Tells how likely flights are to be late. Safe for use by several threads. */
@FunctionalInterface
public interface FlightScorer {

    /** The probability of being late, for each of the flights. */
    double[] scores(List<Flight> flights);
}
