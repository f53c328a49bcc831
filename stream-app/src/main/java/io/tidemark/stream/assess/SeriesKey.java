package io.tidemark.stream.assess;

import io.tidemark.stream.window.WindowKey;

/** One segment of one version of a model, whose windows follow each other. */
record SeriesKey(String model, String version, String segment) {

    static SeriesKey of(WindowKey window) {
        return new SeriesKey(window.model(), window.version(), window.segment());
    }

    /** The window of this series over {@code span}. */
    WindowKey over(Span span) {
        return new WindowKey(model, version, segment, span.startMs(), span.endMs());
    }

    /** The parts, escaped, between slashes. */
    String toText() {
        return WindowKey.escape(model) + "/" + WindowKey.escape(version) + "/" + WindowKey.escape(segment);
    }

    /** Reads {@link #toText} back. */
    static SeriesKey fromText(String text) {
        String[] parts = text.split("/", 3);
        return new SeriesKey(WindowKey.unescape(parts[0]), WindowKey.unescape(parts[1]), WindowKey.unescape(parts[2]));
    }
}
