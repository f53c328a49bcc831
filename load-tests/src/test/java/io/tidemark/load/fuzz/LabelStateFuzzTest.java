package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.label.JoinStore;
import io.tidemark.stream.label.LabelJoin;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessageCodec;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.MatchedExample;
import io.tidemark.stream.performance.PerformanceStep;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What the steps of the role labels save, and what they send each other. The first byte chooses between these. */
class LabelStateFuzzTest {
    private static final long NOW = 1_700_001_000_000L;
    private static final String MODEL = "flights";
    private static final WindowKey WINDOW = new WindowKey(MODEL, "1", "all", 1_699_999_200_000L, 1_700_002_800_000L);
    private static final String AT = WINDOW.toText();
    private static final List<String> JOIN_KEYS = List.of("a/", "b/flights", "c/" + AT);
    private static final List<String> PERFORMANCE_KEYS = List.of(
            "a/flights",
            "b/" + AT,
            "c/" + AT + "/0",
            "d/flights/1/all",
            "e/flights/1/all/$errorRate",
            "f/flights/1/all/b",
            "g/flights/1/all",
            "h/" + AT,
            "l/flights/1",
            "m/");

    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        ProfileStateFuzzTest.addEntries(0, JOIN_KEYS.size(), seeds);
        ProfileStateFuzzTest.addEntries(1, PERFORMANCE_KEYS.size(), seeds);
        for (LabelMessage message : List.of(
                new LabelMessage.Progress(MODEL, 0, 1, NOW, NOW, NOW, false, NOW),
                new LabelMessage.Heartbeat(0, NOW))) {
            seeds.add(FuzzedRecords.join(new byte[] {2}, LabelMessageCodec.encode(message)));
        }
        seeds.add(new byte[] {3, 1, 0, 0, 0, 1, 0, 0, 0, 1, '1', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 2});
        seeds.add(new byte[] {4, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 'x', 0, 0, 0, 0, 0});
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldRestoreOrRefuseState(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Harmless.run(input, () -> {
            switch (input[0] % 5) {
                case 0 -> SavedEntry.of(rest, JOIN_KEYS).restoreInto(join(new Entries(rest)));
                case 1 -> SavedEntry.of(rest, PERFORMANCE_KEYS).restoreInto(performance());
                case 2 -> decode(rest);
                case 3 -> joinOrRefuse(() -> join(new Entries(rest)).label(truth(), () -> new byte[0]));
                default -> joinOrRefuse(() -> join(new Entries(rest)).predict(prediction()));
            }
        });
    }

    /** What does not fit together stops the monitor, which then names the record. */
    private static void decode(byte[] message) {
        LabelMessage decoded;
        try {
            decoded = LabelMessageCodec.decode(message);
        } catch (StateFormatException e) {
            return; // documented
        }
        try {
            performance().accept(decoded, _ -> {});
        } catch (IllegalStateException | IllegalArgumentException | ProfileFormatException e) {
            // Documented.
        }
    }

    private static void joinOrRefuse(Runnable joining) {
        try {
            joining.run();
        } catch (StateFormatException e) {
            // Documented.
        }
    }

    private static LoggedTruth truth() {
        return new LoggedTruth("i-1", MODEL, NOW, Optional.of("late"), OptionalDouble.of(0.5));
    }

    private static LoggedPrediction prediction() {
        return new LoggedPrediction(
                "i-1",
                MODEL,
                "1",
                NOW,
                Optional.of("late"),
                OptionalDouble.empty(),
                OptionalDouble.of(0.7),
                Map.of("late", 0.7, "on time", 0.3),
                Map.of(),
                OptionalLong.empty(),
                new byte[0]);
    }

    private static PerformanceStep performance() {
        return new PerformanceStep(monitors(), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    private static ControlPlane monitors() {
        ControlPlane control = new ControlPlane();
        control.apply(SpecYaml.read("model: flights\nlabels: {}\nrollups: [1d]"));
        return control;
    }

    private static LabelJoin join(JoinStore store) {
        LabelLimits limits =
                new LabelLimits(Duration.ofHours(1), Duration.ofSeconds(30), 10, 10, 200, Duration.ofDays(16));
        return new LabelJoin(0, 1, monitors(), limits, store, InputLag.UNKNOWN, new Nowhere(), NOW);
    }

    /** A store in which every entry is the same. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entries(byte[] value) implements JoinStore {
        @Override
        public Optional<byte[]> prediction(String key) {
            return Optional.of(value);
        }

        @Override
        public void putPrediction(String key, byte[] newValue) {}

        @Override
        public Optional<byte[]> label(String key) {
            return Optional.of(value);
        }

        @Override
        public void putLabel(String key, byte[] newValue) {}
    }

    private static final class Nowhere implements LabelJoin.Output {
        @Override
        public void send(LabelMessage message) {}

        @Override
        public void example(MatchedExample example) {}

        @Override
        public void refused(LoggedTruth truth, LabelOutcome outcome, byte[] record) {}
    }
}
