package io.tidemark.stream.window;

/**
 * The keys under which the profile step saves its state. Their first letter makes a restore, which goes in key order,
 * see models before their windows, windows before their features and these before the rows that came after they were saved.
 */
final class ProfilerState {
    static final String LEDGER = "a/ledger";
    static final String EXCESS = "a/limits";
    static final String MODEL = "b/";
    static final String WINDOW = "c/";
    static final String FEATURE = "d/";
    static final String ROWS = "e/";

    private ProfilerState() {}

    static String modelKey(String model) {
        return MODEL + WindowKey.escape(model);
    }

    static String windowKey(String window) {
        return WINDOW + window;
    }

    static String featureKey(String window, String feature) {
        return FEATURE + window + "/" + WindowKey.escape(feature);
    }

    /** @param number of the entry, from 0; entries come back in their order */
    static String rowsKey(String window, int number) {
        return "%s%s/%010d".formatted(ROWS, window, number);
    }
}
