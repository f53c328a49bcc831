package io.tidemark.profile.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Ends the reading of a row that has become too long, as one does whose quote is never closed: the parser would hold all that follows in memory. */
final class RowLimit extends FilterReader {
    /** The parser reads ahead, and what it has read of the next row counts for this one. */
    static final int MOST_CHARACTERS = 16 << 20;

    private int read;

    RowLimit(Reader in) {
        super(in);
    }

    void beginRow() {
        read = 0;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        count(character < 0 ? 0 : 1);
        return character;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        int characters = super.read(buffer, from, length);
        count(Math.max(0, characters));
        return characters;
    }

    private void count(int characters) throws IOException {
        read += characters;
        if (read > MOST_CHARACTERS) {
            throw new IOException("a row of more than " + MOST_CHARACTERS
                    + " characters; is a quotation mark not closed, or the file no CSV?");
        }
    }
}
