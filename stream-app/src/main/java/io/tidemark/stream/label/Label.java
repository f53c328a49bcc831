package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import java.math.BigDecimal;
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
 */
record Label(long knownAtMs, Optional<String> label, OptionalDouble value, State state) {
    private static final int VERSION = 1;

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
        return new Label(truth.knownAtMs(), truth.label(), truth.value(), State.WAITING);
    }

    boolean saysTheSameAs(Label other) {
        return label.equals(other.label) && value.equals(other.value);
    }

    boolean isNewerThan(Label other) {
        return IN_ORDER.compare(this, other) > 0;
    }

    Label as(State newState) {
        return new Label(knownAtMs, label, value, newState);
    }

    boolean isWaiting() {
        return state == State.WAITING;
    }

    /** The truth of a class or a number, as the answer is one; empty where this can't be the truth of it. */
    Optional<Truth> truthOf(Answer answer) {
        return switch (answer) {
            case Answer.OfClass _ -> label.or(() -> textOf(value)).map(Truth.OfClass::new);
            case Answer.OfNumber _ ->
                value.isPresent()
                        ? Optional.of(new Truth.OfNumber(value.getAsDouble()))
                        : label.flatMap(Label::numberOf);
        };
    }

    /** Classes are often logged as numbers: 1, and not 1.0. */
    private static Optional<String> textOf(OptionalDouble number) {
        return number.isPresent()
                ? Optional.of(BigDecimal.valueOf(number.getAsDouble())
                        .stripTrailingZeros()
                        .toPlainString())
                : Optional.empty();
    }

    private static Optional<Truth> numberOf(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? Optional.of(new Truth.OfNumber(number)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeLong(knownAtMs).writeByte(state.code);
        out.writeBoolean(label.isPresent());
        label.ifPresent(out::writeText);
        out.writeBoolean(value.isPresent());
        value.ifPresent(number -> out.writeLong(Double.doubleToLongBits(number)));
        return out.toBytes();
    }

    static Label fromBytes(byte[] bytes) {
        BinaryIn in = new BinaryIn("a kept label", bytes, VERSION);
        long knownAtMs = in.readLong();
        State state = State.of(in.readByte());
        Optional<String> label = in.readBoolean() ? Optional.of(in.readText()) : Optional.empty();
        OptionalDouble value =
                in.readBoolean() ? OptionalDouble.of(Double.longBitsToDouble(in.readLong())) : OptionalDouble.empty();
        return new Label(knownAtMs, label, value, state);
    }
}
