package io.tidemark.profile.csv;

/** A row that can't be used while those below it can: whoever wants to may leave it out and go on. */
public final class BadRowException extends CsvException {
    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong with the row, and what to do */
    public BadRowException(Object file, long line, String problem) {
        super(file + ", line " + line + ": " + problem);
    }
}
