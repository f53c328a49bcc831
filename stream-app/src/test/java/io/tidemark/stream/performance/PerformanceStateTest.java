package io.tidemark.stream.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is kept while performance is learned. */
class PerformanceStateTest {
    private static final long QUARTER = Duration.ofMinutes(15).toMillis();
    /** The largest record that a topic takes by default; an entry of the state is one. */
    private static final int LARGEST_RECORD = 1_000_000;

    private final ControlPlane control = new ControlPlane();
    private final Map<String, byte[]> store = new TreeMap<>();
    private final StateWriter writer = new StateWriter() {
        @Override
        public void put(String key, byte[] value) {
            store.put(key, value);
        }

        @Override
        public void delete(String key) {
            store.remove(key);
        }
    };

    private static PerformanceProfile window(long seed, int rows) {
        Random random = new Random(seed);
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < rows; i++) {
            double score = random.nextDouble();
            Answer answer = new Answer.OfClass(score > 0.5 ? "1" : "0", Map.of("1", score), OptionalDouble.empty());
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(answer, new Truth.OfClass(random.nextDouble() < score ? "1" : "0"));
        }
        return profile;
    }

    private static WindowKey key(int number) {
        return new WindowKey("m", "1", "all", number * QUARTER, (number + 1) * QUARTER);
    }

    @Test
    void shouldFitIntoRecordsHoweverManyWindowsItLearnsFrom() {
        MonitorSpec spec = SpecYaml.read("""
                model: m
                window: 15m
                labels: {wait: 1h}
                learnRows: 10000000
                """);
        References references = new References("m", control);
        for (int number = 0; number < 63; number++) {
            references.add(key(number), window(number, 50_000), spec);
        }
        references.save(writer);

        assertThat(store.values().stream().mapToInt(value -> value.length).sum())
                .as("or this shows nothing")
                .isGreaterThan(LARGEST_RECORD);
        assertThat(store.values()).allSatisfy(value -> assertThat(value).hasSizeLessThan(LARGEST_RECORD));
    }

    @Test
    void shouldLearnTheSameWhereItIsRestarted() {
        MonitorSpec spec = SpecYaml.read("""
                model: m
                window: 15m
                labels: {wait: 1h}
                minRows: 100
                learnRows: 20000
                learnFor: 1d
                """);
        References untouched = new References("m", control);
        References restarted = new References("m", control);
        Series series = new Series("1", "all");
        for (int number = 0; number < 100; number++) {
            untouched.add(key(number), window(number, 250), spec);
            restarted.add(key(number), window(number, 250), spec);
            restarted.save(writer);
            restarted = new References("m", control);
            store.forEach(restarted::restore);
        }

        long atMs = 1_000 * QUARTER;
        assertThat(untouched.of(series, atMs)).isPresent();
        assertThat(restarted.of(series, atMs).map(PerformanceReference::id))
                .isEqualTo(untouched.of(series, atMs).map(PerformanceReference::id));
        assertThat(untouched.of(series, 0)).as("before it was learned").isEmpty();
        assertThat(store.keySet()).as("windows that are no longer needed").noneMatch(key -> key.contains("/first-"));
        assertThat(restarted.calibrationOf(series, atMs).orElseThrow().probability(0.8))
                .isEqualTo(untouched.calibrationOf(series, atMs).orElseThrow().probability(0.8));
    }

    @Test
    void shouldNotCountTwiceWhatItHasLearned() {
        MonitorSpec spec = SpecYaml.read("""
                model: m
                window: 15m
                labels: {wait: 1h}
                minRows: 100
                learnRows: 2000
                learnFor: 1h
                """);
        References references = new References("m", control);
        for (int number = 0; number < 10; number++) {
            references.add(key(number), window(number, 250), spec);
        }

        long atMs = 1_000 * QUARTER;
        Series series = new Series("1", "all");
        assertThat(references.of(series, atMs)).isPresent();
        assertThat(references.calibrationOf(series, atMs).orElseThrow().rows()).isEqualTo(2_500);
    }

    @Test
    void shouldForgetSeriesWithoutWindowsForTheLongestTime() {
        MonitorSpec spec = SpecYaml.read("""
                model: m
                window: 15m
                labels: {wait: 1h}
                minRows: 100
                learnRows: 200
                learnFor: 15m
                segments: {by: [region], max: 1}
                """);
        References references = new References("m", control);
        for (int number = 0; number < 40; number++) {
            String version = Integer.toString(number);
            WindowKey key = new WindowKey("m", version, "all", number * QUARTER, (number + 1) * QUARTER);
            references.add(key, window(number, 250), spec);
            references.save(writer);
        }
        References restarted = new References("m", control);
        store.forEach(restarted::restore);

        long atMs = 1_000 * QUARTER;
        assertThat(restarted.of(new Series("39", "all"), atMs)).isPresent();
        assertThat(restarted.of(new Series("24", "all"), atMs)).isPresent();
        assertThat(restarted.of(new Series("23", "all"), atMs))
                .as("of 16 there is room")
                .isEmpty();
        assertThat(store.keySet()).noneMatch(key -> key.startsWith("f/m/23/"));
    }
}
