package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known of the truth of one inference.
 *
 * @param knownAtMs since when, milliseconds since the epoch
 * @param label the class, where a class was logged
 * @param value the number, where a number was logged
 * @param state what has become of it
 * @param record what its reader wants back should its prediction not take it; empty unless it waits
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
record Label(long knownAtMs, Optional<String> label, OptionalDouble value, State state, byte[] record) {
    private static final int VERSION = 1;
    private static final byte[] NO_RECORD = {};

    enum State {
        /** Its prediction has not come yet. */
        WAITING(0),
        /** A prediction has it. */
        MATCHED(1),
        /** Its prediction came and could not take it. It counts as not there. */
        VOID(2);

        private final int code;

        State(int code) {
            this.code = code;
        }

        private static State of(int code) {
            return Arrays.stream(values())
                    .filter(state -> state.code == code)
                    .findFirst()
                    .orElseThrow(() -> new StateFormatException("a kept label is damaged: unknown state " + code));
        }
    }

    /** Of two that became known at the same time either may come first, and the same has to hold in the end. */
    private static final Comparator<Label> IN_ORDER = Comparator.comparingLong(Label::knownAtMs)
            .thenComparing(label -> label.label().orElse(""))
            .thenComparingDouble(label -> label.value().orElse(0));

    static Label of(LoggedTruth truth) {
        return new Label(truth.knownAtMs(), truth.label(), truth.value(), State.WAITING, NO_RECORD);
    }

    boolean saysTheSameAs(Label other) {
        return label.equals(other.label) && value.equals(other.value);
    }

    boolean isNewerThan(Label other) {
        return IN_ORDER.compare(this, other) > 0;
    }

    /** Without a record, as it has found its prediction. */
    Label as(State newState) {
        return new Label(knownAtMs, label, value, newState, NO_RECORD);
    }

    Label waitingWith(byte[] itsRecord) {
        return new Label(knownAtMs, label, value, State.WAITING, itsRecord);
    }

    /** What was logged of an inference. */
    LoggedTruth toTruth(String model, String id) {
        return new LoggedTruth(id, model, knownAtMs, label, value);
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** What it is the truth of; empty where it can't be that of this answer. */
    Optional<Truth> truthOf(Answer answer) {
        return Truths.of(answer, label, value);
    }

    byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeLong(knownAtMs).writeByte(state.code);
        out.writeBoolean(label.isPresent());
        label.ifPresent(out::writeText);
        out.writeBoolean(value.isPresent());
        value.ifPresent(number -> out.writeLong(Double.doubleToLongBits(number)));
        return out.writeBytes(record).toBytes();
    }

    static Label fromBytes(byte[] bytes) {
        BinaryIn in = new BinaryIn("a kept label", bytes, VERSION);
        long knownAtMs = in.readLong();
        State state = State.of(in.readByte());
        Optional<String> label = in.readBoolean() ? Optional.of(in.readText()) : Optional.empty();
        OptionalDouble value =
                in.readBoolean() ? OptionalDouble.of(Double.longBitsToDouble(in.readLong())) : OptionalDouble.empty();
        return new Label(knownAtMs, label, value, state, in.readBytes());
    }
}
