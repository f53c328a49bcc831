package io.tidemark.profile.decision;

/**
 * What an episode is about. There is at most one episode per subject at a time.
 *
 * @param resolution which windows it is seen in: {@link #WINDOWS}, or the length of a roll-up such as "1d"
 * @param reference what they are compared with: {@link #BASELINE}, or another such as "previous-window"
 */
public record EpisodeSubject(
        String model, String version, String segment, String feature, String resolution, String reference) {
    /** The resolution of the monitor's windows, as against roll-ups. */
    public static final String WINDOWS = "";

    /** The reference that is a baseline. */
    public static final String BASELINE = "baseline";

    /** A subject in windows that are compared with the baseline. */
    public EpisodeSubject(String model, String version, String segment, String feature) {
        this(model, version, segment, feature, WINDOWS, BASELINE);
    }

    /** Whether it is seen in windows that are compared with the baseline. */
    boolean isPlain() {
        return resolution.equals(WINDOWS) && reference.equals(BASELINE);
    }
}
