package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.avro.FeatureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AppliedSpecTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    private static AppliedSpec applied(MonitorSpec spec) {
        return AppliedSpec.of(spec, "model: " + spec.model() + " # as written", NOW, "ann");
    }

    @Property
    void shouldReadBackTheRecordItMade(@ForAll("specs") MonitorSpec spec) {
        AppliedSpec applied = applied(spec);

        assertThat(AppliedSpec.of(applied.toRecord())).isEqualTo(applied);
        assertThat(AppliedSpec.of(applied.toRecord()).spec().revision()).isEqualTo(applied.revision());
    }

    @Provide
    Arbitrary<MonitorSpec> specs() {
        Arbitrary<String> names =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(s -> !s.isBlank() && !s.contains("="));
        Arbitrary<FeatureSpec> features = Combinators.combine(
                        Arbitraries.of(FeatureKind.class),
                        Arbitraries.of(true, false),
                        Arbitraries.doubles().between(0, 1e6),
                        thresholds())
                .as(FeatureSpec::new);
        return Combinators.combine(
                        names,
                        windows(),
                        judging(),
                        Arbitraries.longs().between(1, 1_000_000),
                        names.list().ofMaxSize(4).uniqueElements(),
                        Arbitraries.integers().between(1, 1_000),
                        thresholds(),
                        Arbitraries.maps(names, features).ofMaxSize(5))
                .as((model, windows, judging, rows, by, number, all, each) -> new MonitorSpec(
                        model,
                        windows,
                        rows,
                        rows / 2,
                        judging.references(),
                        judging.falseAlarms(),
                        judging.dataset(),
                        judging.multivariate(),
                        new MonitorSpec.Segments(by, number),
                        new MonitorSpec.Episodes(number, 1),
                        all,
                        each));
    }

    private record Judging(
            Set<Reference> references, FalseAlarms falseAlarms, MonitorSpec.Dataset dataset, boolean multivariate) {}

    private static Arbitrary<Thresholds> thresholds() {
        Arbitrary<Double> levels = Arbitraries.doubles().between(0, 1e9);
        Arbitrary<Threshold> each = Arbitraries.oneOf(
                levels.map(Threshold.Minor::new),
                Combinators.combine(levels, levels).as((a, b) -> new Threshold.Both(Math.min(a, b), Math.max(a, b))),
                Arbitraries.just(Threshold.OFF));
        return Arbitraries.maps(Arbitraries.of(Thresholds.STATISTICS), each).map(Thresholds::new);
    }

    private static Arbitrary<Windows> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1_000, 1_000_000),
                        Arbitraries.integers().between(1, Windows.MOST_PANES),
                        Arbitraries.longs().between(0, 100_000_000),
                        Arbitraries.longs().between(2, 20).list().ofMaxSize(5).uniqueElements())
                .as((hopMs, panes, graceMs, multiples) -> new Windows(
                        Duration.ofMillis(hopMs * panes),
                        Duration.ofMillis(hopMs),
                        Duration.ofMillis(graceMs),
                        multiples.stream()
                                .map(times -> Duration.ofMillis(times * panes * hopMs))
                                .toList()));
    }

    private static Arbitrary<Judging> judging() {
        return Combinators.combine(
                        Arbitraries.of(Reference.BASELINE, Reference.PREVIOUS_WINDOW)
                                .set()
                                .ofMinSize(1),
                        Arbitraries.integers().between(1, 1_000),
                        Arbitraries.longs().between(3_600_000, 31_622_400_000L),
                        Arbitraries.doubles().between(1e-9, 1).ofScale(9),
                        Arbitraries.of(true, false))
                .as((references, count, perMs, share, multivariate) -> new Judging(
                        references,
                        new FalseAlarms(count, Duration.ofMillis(perMs)),
                        new MonitorSpec.Dataset(share),
                        multivariate));
    }

    @Test
    void shouldKeepTheRevisionItWasAppliedWith() {
        AppliedSpec foreign = new AppliedSpec(MonitorSpec.defaults("m"), "of-another-version", "", NOW, "");

        assertThat(AppliedSpec.of(foreign.toRecord()).revision()).isEqualTo("of-another-version");
    }

    @Test
    void shouldRefuseARecordThatNoSpecCouldBe() {
        io.tidemark.schemas.avro.MonitorSpec record = io.tidemark.schemas.avro.MonitorSpec.newBuilder(
                        applied(MonitorSpec.defaults("m")).toRecord())
                .setWindowMs(-5)
                .build();

        assertThatThrownBy(() -> AppliedSpec.of(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("window")
                .hasMessageContaining("use 1s to 366d");
    }

    @Test
    void shouldWriteDurationsAsPeopleDo() {
        for (String text : List.of("0s", "30s", "5m", "1h", "36h", "1d", "2w")) {
            assertThat(DurationText.parse(text).map(DurationText::format)).contains(text);
        }
        assertThat(Map.of("90s", "90s", "120m", "2h", "7d", "1w"))
                .allSatisfy((written, shown) -> assertThat(
                                DurationText.parse(written).map(DurationText::format))
                        .contains(shown));
        assertThat(List.of("", "1", "h", "1.5h", "1h30m", "-1h", "1y", "9999999999s"))
                .allSatisfy(text -> assertThat(DurationText.parse(text)).isEmpty());
    }
}
