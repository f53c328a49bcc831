package io.tidemark.profile.decision;

/**
 * How large an effect, beyond what noise explains, is drift.
 *
 * @param minor from here on minor
 * @param major from here on major
 */
public record Levels(double minor, double major) {
    public Levels {
        if (!(minor >= 0 && minor <= major)) {
            throw new IllegalArgumentException(
                    "levels are 0 ≤ minor ≤ major, not minor " + minor + " and major " + major);
        }
    }
}
