package io.tidemark.standalone.cli;

import io.tidemark.standalone.baseline.LogReader;
import org.jspecify.annotations.Nullable;

/** Shows how much of the inference logs has been read, from the first time that it is told. */
final class LogProgress implements LogReader.Progress, AutoCloseable {
    private final Console console;
    private @Nullable Progress bar;

    LogProgress(Console console) {
        this.console = console;
    }

    @Override
    public void read(long records, long all) {
        if (bar == null) {
            bar = Progress.start(console, "inference logs", all);
        }
        bar.at(records);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
