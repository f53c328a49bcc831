package io.tidemark.stream.window;

import io.tidemark.profile.sketch.ValueColumn;
import io.tidemark.profile.sketch.ValueSink;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;

/** The values of one feature in some rows, as a {@link RowJournal} holds them. */
final class JournalColumn {
    private static final int NUMBERS = 1;
    private static final int MIXED = 2;

    private static final int ABSENT = 0;
    private static final int NULL = 1;
    private static final int NUMBER = 2;
    private static final int FALSE = 3;
    private static final int TRUE = 4;
    private static final int TEXT = 5;

    private JournalColumn() {}

    /** Writes the values of {@code rows[from]} to {@code rows[to - 1]}. */
    static void write(ValueColumn column, int[] rows, int from, int to, BinaryOut out) {
        if (column.areNumbers(rows, from, to)) {
            out.writeByte(NUMBERS);
            for (int i = from; i < to; i++) {
                out.writeDouble(column.number(rows[i]));
            }
            return;
        }
        out.writeByte(MIXED);
        ValueSink sink = new Values(out);
        for (int i = from; i < to; i++) {
            if (column.isSet(rows[i])) {
                column.tell(rows[i], sink);
            } else {
                out.writeByte(ABSENT);
            }
        }
    }

    private record Values(BinaryOut out) implements ValueSink {
        @Override
        public void updateNumber(double value) {
            out.writeByte(NUMBER).writeDouble(value);
        }

        @Override
        public void updateBoolean(boolean value) {
            out.writeByte(value ? TRUE : FALSE);
        }

        @Override
        public void updateText(String value) {
            out.writeByte(TEXT).writeText(value);
        }

        @Override
        public void updateNull() {
            out.writeByte(NULL);
        }
    }

    /** Reads the values of {@code rows} rows, from {@code firstRow} on. */
    static void read(BinaryIn in, int firstRow, int rows, ValueColumn column) {
        int end = firstRow + rows;
        int form = in.readByte();
        switch (form) {
            case NUMBERS -> {
                for (int row = firstRow; row < end; row++) {
                    column.setNumber(row, in.readDouble());
                }
            }
            case MIXED -> {
                for (int row = firstRow; row < end; row++) {
                    readValue(in, row, column);
                }
            }
            default -> throw new StateFormatException("saved rows are damaged: values of the form " + form);
        }
    }

    private static void readValue(BinaryIn in, int row, ValueColumn column) {
        int type = in.readByte();
        switch (type) {
            case ABSENT -> {}
            case NULL -> column.setNull(row);
            case NUMBER -> column.setNumber(row, in.readDouble());
            case FALSE -> column.setBoolean(row, false);
            case TRUE -> column.setBoolean(row, true);
            case TEXT -> column.setText(row, in.readText());
            default -> throw new StateFormatException("saved rows are damaged: a value of the type " + type);
        }
    }
}
