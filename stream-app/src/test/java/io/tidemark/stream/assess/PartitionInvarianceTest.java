package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.Ledger;
import io.tidemark.stream.window.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * However a stream is split over partitions and however their messages interleave, the windows, their verdicts and the
 * episodes are the same. Windows are small enough for their sketches to be exact.
 */
class PartitionInvarianceTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long T0 = 978_307_200_000L;

    private record Row(long timeMs, String version, double x, String origin) {}

    @Property(tries = 60)
    void shouldGiveTheSameWindowsForAnySplitAndInterleaving(
            @ForAll @IntRange(min = 1, max = 6) int partitions, @ForAll long seed) {
        List<Row> rows = rows(new Random(seed));

        TwoSteps one = run(1, rows, new Random(seed), false);
        TwoSteps many = run(partitions, rows, new Random(seed + 1), true);

        assertThat(windowsOf(many)).isEqualTo(windowsOf(one));
        assertThat(episodesOf(many)).isEqualTo(episodesOf(one)).isNotEmpty();
    }

    @Property(tries = 40)
    void shouldGiveTheSameHoppingWindowsAndCarriesForAnySplit(
            @ForAll @IntRange(min = 1, max = 6) int partitions, @ForAll long seed) {
        String yaml =
                "window: 1h\nhop: 20m\nrollups: [2h]\nreferences: [baseline, previous-window]\nminRows: 20\nsegments: {by: [origin], max: 50}";
        List<Row> rows = rows(new Random(seed));

        TwoSteps one = run(specs(yaml), 1, rows, new Random(seed), false);
        TwoSteps many = run(specs(yaml), partitions, rows, new Random(seed + 1), true);

        assertThat(windowsOf(many)).isEqualTo(windowsOf(one));
        assertThat(episodesOf(many)).isEqualTo(episodesOf(one)).isNotEmpty();
        assertThat(one.windows().stream()
                        .filter(w -> w.window().segment().equals("all"))
                        .mapToLong(WindowAssessed::rows)
                        .sum())
                .as("a row counts once, however many windows it is judged in")
                .isEqualTo(rows.size());
    }

    @Property(tries = 60)
    void shouldBalanceTheLedgerWhateverComes(@ForAll @IntRange(min = 1, max = 4) int partitions, @ForAll long seed) {
        Random random = new Random(seed);
        TwoSteps steps = new TwoSteps(partitions, specs());
        int fed = 500;
        for (int i = 0; i < fed; i++) {
            int partition = random.nextInt(partitions);
            // Anything from long ago to the far future, with gaps in which partitions go idle.
            long timeMs = random.nextInt(50) == 0 ? random.nextLong() : T0 + (long) (random.nextDouble() * 20 * HOUR);
            steps.feed(partition, steps.events(partition).event("m", "v" + random.nextInt(2), timeMs, Map.of("x", i)));
            if (random.nextInt(40) == 0) {
                steps.advance(31_000);
                steps.deliverAll(random);
                steps.tickAssessor();
            }
        }
        steps.finish();
        steps.deliverAll(random);

        List<Ledger> ledgers = IntStream.range(0, partitions)
                .mapToObj(p -> steps.profiler(p).ledger())
                .toList();
        long profiled = ledgers.stream().mapToLong(l -> l.of(Outcome.PROFILED)).sum();
        assertThat(ledgers.stream().mapToLong(Ledger::read).sum()).isEqualTo(fed);
        assertThat(steps.windows().stream()
                        .filter(w -> w.window().segment().equals("all"))
                        .mapToLong(WindowAssessed::rows)
                        .sum())
                .isEqualTo(profiled);
    }

    private static ControlPlane specs() {
        return specs("minRows: 10\nsegments: {by: [origin], max: 50}");
    }

    private static ControlPlane specs(String yaml) {
        ControlPlane control = new ControlPlane();
        MonitorSpec spec = SpecYaml.read("model: m\n" + yaml);
        control.apply(spec);
        FeatureSketch x = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        for (int i = 0; i < 1_000; i++) {
            x.updateNumber(i);
        }
        Baseline baseline = Baseline.ofSketches(1_000, Map.of("x", x), false, "test", Instant.EPOCH);
        for (String version : List.of("v0", "v1")) {
            BaselineTarget target = new BaselineTarget("m", version, "all");
            baseline.features().values().forEach(f -> control.addFeature(target, baseline.id(), f));
            control.addManifest(
                    target, new Manifest(baseline.id(), List.of("x"), 1_000, "test", 0, false, Optional.empty()));
        }
        return control;
    }

    /** Rows in time order up to the grace of a minute, so that none is late in any split. */
    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long timeMs = T0 + i * HOUR / 50 - random.nextInt(60_000) + 60_000;
            // From the second hour to the fourth, x drifts.
            double shift = i >= 100 && i < 250 ? 700 : 0;
            rows.add(new Row(timeMs, "v" + random.nextInt(2), shift + random.nextInt(1_000), "o" + random.nextInt(4)));
        }
        return rows;
    }

    private static TwoSteps run(int partitions, List<Row> rows, Random random, boolean restarts) {
        return run(specs(), partitions, rows, random, restarts);
    }

    private static TwoSteps run(ControlPlane control, int partitions, List<Row> rows, Random random, boolean restarts) {
        TwoSteps steps = new TwoSteps(partitions, control);
        MemoryStateWriter store = new MemoryStateWriter();
        for (Row row : rows) {
            int partition = random.nextInt(partitions);
            Outcome outcome = steps.feed(
                    partition,
                    steps.events(partition)
                            .event(
                                    "m",
                                    row.version(),
                                    row.timeMs(),
                                    Map.of("x", row.x(), "origin", row.origin()),
                                    Map.of("origin", row.origin())));
            assertThat(outcome).isEqualTo(Outcome.PROFILED);
            steps.deliverOne(random.nextInt(partitions));
            if (restarts && random.nextInt(50) == 0) {
                steps.restartAssessor(store);
            }
        }
        steps.finish();
        steps.deliverAll(random);
        return steps;
    }

    /** Everything about a window that must be exact, by window. */
    private static Map<String, String> windowsOf(TwoSteps steps) {
        Map<String, String> windows = new TreeMap<>();
        for (WindowAssessed window : steps.windows()) {
            StringBuilder content = new StringBuilder()
                    .append(window.rows())
                    .append(window.supplement())
                    .append(window.judged());
            window.features().forEach((name, feature) -> {
                content.append(' ')
                        .append(name)
                        .append(' ')
                        .append(feature.sketch().present());
                feature.sketch()
                        .numeric()
                        .ifPresent(n -> content.append(' ')
                                .append(n.min())
                                .append(' ')
                                .append(n.max())
                                .append(' ')
                                .append(Math.round(n.mean() * 1e6))
                                .append(' ')
                                .append(n.quantile(0.5)));
                feature.sketch().categories().ifPresent(c -> content.append(c.counts()));
                feature.judgement().ifPresent(j -> content.append(j.verdict()));
            });
            String previous = windows.put(window.window().toText(), content.toString());
            assertThat(previous).as("a window is judged once").isNull();
        }
        return windows;
    }

    /** Every change of an episode, in the order of windows. */
    private static List<String> episodesOf(TwoSteps steps) {
        return steps.episodes().stream()
                .map(e -> e.window().toText() + " " + e.subject() + " "
                        + e.change().type() + " " + e.change().episode())
                .sorted()
                .toList();
    }
}
