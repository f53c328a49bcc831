package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;

/** How many rows of a feature had a value of which type, or none. Exact, whatever is merged in which order. Not thread-safe. */
final class TypeCounts {
    private long numbers;
    private long booleans;
    private long texts;
    private long nulls;
    private long nans;
    private long infinities;

    /** Counts a number; false where it is none to sketch, NaN or an infinity. */
    boolean addNumber(double value) {
        if (Double.isFinite(value)) {
            numbers++;
            return true;
        }
        if (Double.isNaN(value)) {
            nans++;
        } else {
            infinities++;
        }
        return false;
    }

    /** Counts so many finite numbers. */
    void addNumbers(int count) {
        numbers += count;
    }

    void addBoolean() {
        booleans++;
    }

    void addText() {
        texts++;
    }

    void addNull() {
        nulls++;
    }

    void addAll(TypeCounts other) {
        numbers += other.numbers;
        booleans += other.booleans;
        texts += other.texts;
        nulls += other.nulls;
        nans += other.nans;
        infinities += other.infinities;
    }

    long numbers() {
        return numbers;
    }

    long booleans() {
        return booleans;
    }

    long texts() {
        return texts;
    }

    long nulls() {
        return nulls;
    }

    long nans() {
        return nans;
    }

    long infinities() {
        return infinities;
    }

    /** Rows whose value may be sketched. */
    long values() {
        return numbers + booleans + texts;
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(numbers).writeCount(booleans).writeCount(texts);
        out.writeCount(nulls).writeCount(nans).writeCount(infinities);
    }

    static TypeCounts readFrom(DocumentReader in) {
        TypeCounts read = new TypeCounts();
        read.numbers = in.readCount();
        read.booleans = in.readCount();
        read.texts = in.readCount();
        read.nulls = in.readCount();
        read.nans = in.readCount();
        read.infinities = in.readCount();
        long left = Long.MAX_VALUE;
        for (long count :
                new long[] {read.numbers, read.booleans, read.texts, read.nulls, read.nans, read.infinities}) {
            if (count > left) {
                throw in.fail("the rows of all types are more than can be counted");
            }
            left -= count;
        }
        return read;
    }
}
