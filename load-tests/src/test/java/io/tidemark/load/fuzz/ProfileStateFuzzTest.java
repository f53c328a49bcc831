package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessageCodec;
import io.tidemark.stream.window.ProfilerLimits;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What the steps of the role drift save, and what they send each other. The first byte chooses between these. */
class ProfileStateFuzzTest {
    private static final long NOW = 1_900_000_000_000L;
    private static final WindowKey WINDOW =
            new WindowKey("flights", "1", "all", 1_699_999_200_000L, 1_700_002_800_000L);
    private static final String AT = WINDOW.toText();

    private static final List<String> PROFILER_KEYS =
            List.of("a/ledger", "a/limits", "b/flights", "c/" + AT, "d/" + AT + "/distance", "e/" + AT + "/0000000000");
    private static final List<String> ASSESSOR_KEYS = List.of(
            "a/flights",
            "b/" + AT,
            "c/" + AT + "/distance",
            "d/" + AT + "/0",
            "e/flights/1/all/distance",
            "f/flights/1/all",
            "g/" + AT,
            "h/" + AT + "/distance",
            "i/" + AT,
            "j/" + AT + "/distance",
            "k/flights/1/all",
            "l/flights/1",
            "m/",
            "n/flights/0");

    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        addEntries(0, PROFILER_KEYS.size(), seeds);
        addEntries(1, ASSESSOR_KEYS.size(), seeds);
        byte[] sketch = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC).toBytes();
        for (ProfileMessage message : List.of(
                new ProfileMessage.WindowPart(WINDOW, 0, 3, 0, 0, 1, new byte[0]),
                new ProfileMessage.FeaturePart(WINDOW, 0, "distance", sketch),
                new ProfileMessage.Watermark("flights", 0, 1, NOW, false, NOW, NOW),
                new ProfileMessage.Heartbeat(0, NOW))) {
            seeds.add(FuzzedRecords.join(new byte[] {2}, ProfileMessageCodec.encode(message)));
        }
        seeds.add(FuzzedRecords.join(new byte[] {0, 4}, sketch));
        seeds.add(FuzzedRecords.join(new byte[] {1, 2}, sketch));
        return seeds.stream();
    }

    static void addEntries(int step, int keys, List<byte[]> seeds) {
        for (int key = 0; key < keys; key++) {
            for (byte version = 1; version <= 4; version++) {
                byte[] entry = new byte[64];
                entry[0] = (byte) step;
                entry[1] = (byte) key;
                entry[2] = version;
                seeds.add(entry);
            }
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldRestoreOrRefuseState(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Harmless.run(input, () -> {
            switch (input[0] % 3) {
                case 0 -> SavedEntry.of(rest, PROFILER_KEYS).restoreInto(profiler());
                case 1 -> SavedEntry.of(rest, ASSESSOR_KEYS).restoreInto(assessor());
                default -> decode(rest);
            }
        });
    }

    /** What does not fit together stops the monitor, which then names the record. */
    private static void decode(byte[] message) {
        ProfileMessage decoded;
        try {
            decoded = ProfileMessageCodec.decode(message);
        } catch (StateFormatException e) {
            return; // documented
        }
        try {
            assessor().accept(decoded, _ -> {});
        } catch (IllegalStateException | IllegalArgumentException | ProfileFormatException e) {
            // Documented.
        }
    }

    private static PartitionProfiler profiler() {
        return new PartitionProfiler(
                0, 1, new ControlPlane(), new NameDictionary(200), ProfilerLimits.defaults(), InputLag.UNKNOWN, NOW);
    }

    private static Assessor assessor() {
        return new Assessor(new ControlPlane(), Duration.ofSeconds(30), new MemoryWindowHistory());
    }
}
