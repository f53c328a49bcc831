package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.ArrivalCounter;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongToIntFunction;

/** Baselines and rows of the model m, whose feature x is normal. */
final class Models {
    static final long HOUR = Duration.ofHours(1).toMillis();
    static final long DAY = 24 * HOUR;
    /** 2001-01-01, a Monday. */
    static final long T0 = 978_307_200_000L;

    private Models() {}

    /** A baseline of 10,000 standard normal numbers named x, for all rows of a version. */
    static Baseline giveBaseline(ControlPlane control, String version, long seed) {
        Baseline baseline = baselineOf("x", seed);
        give(control, version, baseline);
        return baseline;
    }

    /** A baseline of 10,000 standard normal numbers of one feature. */
    static Baseline baselineOf(String feature, long seed) {
        FeatureSketch x = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            x.updateNumber(random.nextGaussian());
        }
        return Baseline.ofSketches(10_000, Map.of(feature, x), false, "test", Instant.EPOCH);
    }

    /**
     * A baseline of standard normal numbers named x that knows when its rows came: over the two weeks before {@link #T0}.
     *
     * @param rowsOfHour how many, by hours since those weeks began
     */
    static void giveBaseline(ControlPlane control, String version, String segment, LongToIntFunction rowsOfHour) {
        FeatureSketch x = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            x.updateNumber(random.nextGaussian());
        }
        ArrivalCounter arrivals = new ArrivalCounter();
        for (long hour = 0; hour < 14 * 24; hour++) {
            long fromMs = T0 - 14 * DAY + hour * HOUR;
            arrivals.add(fromMs, fromMs + HOUR, rowsOfHour.applyAsInt(hour));
        }
        Baseline baseline = Baseline.ofSketches(10_000, Map.of("x", x), false, "test", Instant.EPOCH);
        BaselineTarget target = new BaselineTarget("m", version, segment);
        baseline.features().values().forEach(f -> control.addFeature(target, baseline.id(), f));
        control.addManifest(
                target,
                new Manifest(
                        baseline.id(),
                        List.of("x"),
                        10_000,
                        "test",
                        0,
                        false,
                        Optional.empty(),
                        arrivals.profile(),
                        Optional.empty()));
    }

    static void give(ControlPlane control, String version, Baseline baseline) {
        BaselineTarget target = new BaselineTarget("m", version, "all");
        baseline.features().values().forEach(f -> control.addFeature(target, baseline.id(), f));
        control.addManifest(
                target,
                new Manifest(
                        baseline.id(),
                        List.copyOf(baseline.features().keySet()),
                        10_000,
                        "test",
                        0,
                        false,
                        Optional.empty()));
    }

    /** Rows of a version, evenly over a span that begins {@code fromMs} after {@link #T0}. */
    static void feed(TwoSteps steps, String version, long fromMs, long lengthMs, int rows, double shift, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            long timeMs = T0 + fromMs + i * lengthMs / rows;
            steps.feed(0, steps.events(0).event("m", version, timeMs, Map.of("x", random.nextGaussian() + shift)));
        }
    }

    static Judgement judgementOfX(WindowAssessed window) {
        return Objects.requireNonNull(window.features().get("x")).judgement().orElseThrow();
    }
}
