package io.tidemark.stream.window;

/**
 * The keys under which the profile step saves its state. Their first letter makes a restore, which goes in key order,
 * see models before their windows and windows before their features.
 */
final class ProfilerState {
    static final String LEDGER = "a/ledger";
    static final String EXCESS = "a/limits";
    static final String MODEL = "b/";
    static final String WINDOW = "c/";
    static final String FEATURE = "d/";

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
}
