package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.decision.DatasetDrift.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DatasetDriftTest {
    private static final double HALF = 0.5;
    private static final List<Severity> SEVERITIES = List.of(Severity.values());

    /** Features f0, f1 and so on, of importance 1. */
    private static List<Part> parts(int major, int minor, int quiet) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < major + minor + quiet; i++) {
            Severity severity = i < major ? Severity.MAJOR : i < major + minor ? Severity.MINOR : Severity.NONE;
            parts.add(new Part("f" + i, 1, severity));
        }
        return parts;
    }

    private static Severity severity(List<Part> parts) {
        return DatasetDrift.of(parts, HALF).verdict().severity();
    }

    @Test
    void shouldDriftWhereTheShareReachesTheLimit() {
        assertThat(severity(parts(0, 9, 11))).isEqualTo(Severity.NONE);
        assertThat(severity(parts(0, 10, 10))).isEqualTo(Severity.MINOR);
        assertThat(severity(parts(9, 11, 0))).isEqualTo(Severity.MINOR);
        assertThat(severity(parts(10, 0, 10))).isEqualTo(Severity.MAJOR);
    }

    @Test
    void shouldWeighFeaturesByTheirImportance() {
        List<Part> parts = List.of(
                new Part("age", 3, Severity.MAJOR),
                new Part("plan", 1, Severity.MINOR),
                new Part("zip", 4, Severity.NONE),
                new Part("id", 0, Severity.MAJOR));

        DatasetDrift drift = DatasetDrift.of(parts, HALF);

        assertThat(drift.driftedShare()).isEqualTo(4.0 / 8, within(1e-12));
        assertThat(drift.majorShare()).isEqualTo(3.0 / 8, within(1e-12));
        assertThat(drift.verdict())
                .isEqualTo(new Verdict(
                        Severity.MINOR,
                        DriftKind.DATASET,
                        List.of(),
                        "2 of 3 features drifted (50 % by importance, limit 50 %): age, plan"));
    }

    @Test
    void shouldReachALimitThatTheSumOfImportancesOnlyJustMisses() {
        List<Part> parts = IntStream.range(0, 20)
                .mapToObj(i -> new Part("f" + i, 0.1, i < 6 ? Severity.MINOR : Severity.NONE))
                .toList();

        assertThat(DatasetDrift.of(parts, 0.3).verdict().severity()).isEqualTo(Severity.MINOR);
    }

    @Test
    void shouldNameTheWorstAndCountTheRest() {
        List<Part> parts = new ArrayList<>(parts(2, 8, 10));
        parts.set(5, new Part("f5", 1.5, Severity.MINOR));
        parts.set(12, new Part("f12", 1.5, Severity.MINOR));

        assertThat(DatasetDrift.of(parts, HALF).verdict().reason())
                .isEqualTo("11 of 20 features drifted (57.1 % by importance, limit 50 %): f0, f1, f12 and 8 more");
        assertThat(DatasetDrift.of(parts(0, 0, 3), HALF).verdict().reason()).isEqualTo("none of 3 features drifted");
    }

    @Test
    void shouldNotBeJudgedWhereNoFeatureCould() {
        List<Part> parts = List.of(new Part("age", 1, Severity.INSUFFICIENT), new Part("id", 0, Severity.MAJOR));

        assertThat(DatasetDrift.of(parts, HALF).verdict().severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(severity(List.of())).isEqualTo(Severity.INSUFFICIENT);
    }

    @Property
    void shouldNotDependOnTheOrderOfFeatures(@ForAll @IntRange(max = 30) int features, @ForAll int seed) {
        Random random = new Random(seed);
        List<Part> parts = new ArrayList<>(IntStream.range(0, features)
                .mapToObj(i -> new Part("f" + i, random.nextInt(4) / 10.0, SEVERITIES.get(random.nextInt(4))))
                .toList());
        DatasetDrift drift = DatasetDrift.of(parts, HALF);

        Collections.shuffle(parts, random);

        assertThat(DatasetDrift.of(parts, HALF)).isEqualTo(drift);
    }
}
