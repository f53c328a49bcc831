package io.tidemark.profile.csv;

/** Hears how far a file has been read, from the reading thread. */
@FunctionalInterface
public interface CsvProgress {
    /** Hears nothing. */
    CsvProgress SILENT = (step, rows, bytes) -> {};

    /**
     * So far.
     *
     * @param step what the file is being read for; it may be read several times
     * @param rows read in this step
     * @param bytes of the file read in this step, compressed as they are, to be held against {@link CsvSource#sizeBytes()}
     */
    void read(String step, long rows, long bytes);
}
