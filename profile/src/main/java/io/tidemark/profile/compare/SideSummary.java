package io.tidemark.profile.compare;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One side of a comparison, baseline or window. All counts are exact, except those of a sketch that is not bound to the
 * baseline's bins.
 *
 * @param rows all rows, with the feature or without
 * @param missing rows without a value: absent, null or NaN
 * @param invalid values of a wrong type, and infinities
 * @param values values that can be compared: rows − missing − invalid
 * @param outOfRange numbers outside of the baseline's range; 0 for the baseline
 * @param unseen values whose category the baseline never had; for the baseline those that are the only ones of their category, as
 *     each would be unseen to the others: so many are to be expected (Good, The population frequencies of species, 1953)
 * @param oversized categories that were shortened
 * @param numbers of a numeric feature with values
 * @param distinct how many categories there are, of other features
 */
public record SideSummary(
        long rows,
        long missing,
        long invalid,
        long values,
        long outOfRange,
        long unseen,
        long oversized,
        Optional<NumericSummary> numbers,
        OptionalDouble distinct) {

    /** Missing rows as a share of all; 0 where there are none. */
    public double missingRate() {
        return share(missing, rows);
    }

    /** Invalid values as a share of all that are present. */
    public double invalidRate() {
        return share(invalid, invalid + values);
    }

    /** Values out of range as a share of those that can be compared. */
    public double outOfRangeRate() {
        return share(outOfRange, values);
    }

    /** Values of unseen categories as a share of those that can be compared. */
    public double unseenRate() {
        return share(unseen, values);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
