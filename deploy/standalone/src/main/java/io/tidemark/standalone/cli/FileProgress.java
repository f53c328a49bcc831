package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.CsvProgress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Shows how far a file has been read, from the first time that it tells. */
final class FileProgress implements CsvProgress, AutoCloseable {

    private final Console console;
    private final Path path;
    private final long bytes;
    private @Nullable Progress progress;
    private String step = "";

    private FileProgress(Console console, Path path, long bytes) {
        this.console = console;
        this.path = path;
        this.bytes = bytes;
    }

    static FileProgress start(Console console, Path path, long bytes) {
        return new FileProgress(console, path, bytes);
    }

    @Override
    public void read(String newStep, long rows, long bytesRead) {
        Progress bar = progress;
        if (bar == null || !step.equals(newStep)) {
            close();
            step = newStep;
            bar = Progress.start(console, path.getFileName() + ", " + newStep, bytes);
            progress = bar;
        }
        bar.at(bytesRead);
        bar.say("%,d rows".formatted(rows));
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}
