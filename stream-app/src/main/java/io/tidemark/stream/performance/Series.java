package io.tidemark.stream.performance;

import io.tidemark.stream.window.WindowKey;

/** The windows of one segment of one version of a model. */
record Series(String version, String segment) {
    static Series of(WindowKey window) {
        return new Series(window.version(), window.segment());
    }

    String toText() {
        return WindowKey.escape(version) + "/" + WindowKey.escape(segment);
    }

    static Series fromText(String text) {
        int slash = text.indexOf('/');
        return new Series(WindowKey.unescape(text.substring(0, slash)), WindowKey.unescape(text.substring(slash + 1)));
    }
}
