package io.tidemark.profile.csv;

/** A file that can't be used; the message names the file, the place in it, and what to do. */
public sealed class CsvException extends RuntimeException permits BadRowException {
    private static final long serialVersionUID = 1L;

    public CsvException(String message) {
        super(message);
    }

    public CsvException(String message, Throwable cause) {
        super(message, cause);
    }
}
