package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Diagnosis.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final Subject AGE_MISSING =
            subject("age", DriftKind.FEATURE, DriftKind.DATA_QUALITY, Severity.MAJOR, Statistic.MISSING_RATE, 0.9, 0.1);
    private static final Subject PLAN =
            subject("plan", DriftKind.FEATURE, DriftKind.FEATURE, Severity.MAJOR, Statistic.HELLINGER, 0.3, 0.2);
    private static final Subject ZIP_UNSEEN = subject(
            "zip", DriftKind.FEATURE, DriftKind.DATA_QUALITY, Severity.MINOR, Statistic.UNSEEN_RATE, 0.02, 0.005);
    private static final Subject JOINT = subject(
            "$joint", DriftKind.MULTIVARIATE, DriftKind.MULTIVARIATE, Severity.MINOR, Statistic.CORRELATION, 0.2, 0.1);
    private static final Subject SCORE = subject(
            "$score",
            DriftKind.PREDICTION,
            DriftKind.DATA_QUALITY,
            Severity.MAJOR,
            Statistic.OUT_OF_RANGE_RATE,
            0.3,
            0.1);
    private static final Subject QUIET =
            new Subject("city", DriftKind.FEATURE, new Verdict(Severity.NONE, DriftKind.FEATURE, List.of(), ""));

    private static Subject subject(
            String name,
            DriftKind aspect,
            DriftKind kind,
            Severity severity,
            Statistic statistic,
            double effect,
            double threshold) {
        Finding finding = new Finding(statistic, severity, new Measurement(effect, 0, 1e-9), threshold);
        return new Subject(name, aspect, new Verdict(severity, kind, List.of(finding), ""));
    }

    private static Diagnosis.Type type(Subject... subjects) {
        return Diagnosis.of(List.of(subjects)).orElseThrow().type();
    }

    @Test
    void shouldTellWhereTheDriftBegins() {
        assertThat(type(SCORE, JOINT, PLAN, AGE_MISSING)).isEqualTo(Diagnosis.Type.DATA_QUALITY);
        assertThat(type(SCORE, JOINT, PLAN, ZIP_UNSEEN))
                .as("data quality, and something worse")
                .isEqualTo(Diagnosis.Type.COVARIATE);
        assertThat(type(SCORE, JOINT, ZIP_UNSEEN))
                .as("a feature of minor quality, a prediction of major")
                .isEqualTo(Diagnosis.Type.COVARIATE);
        assertThat(type(SCORE, JOINT, QUIET)).isEqualTo(Diagnosis.Type.MULTIVARIATE);
        assertThat(type(SCORE, QUIET)).as("quality of a prediction").isEqualTo(Diagnosis.Type.PREDICTION_ONLY);
        assertThat(Diagnosis.of(List.of(QUIET))).isEmpty();
        assertThat(Diagnosis.of(List.of())).isEmpty();
    }

    @Test
    void shouldRankCausesBySeverityThenByMultiplesOfTheirThresholds() {
        Diagnosis diagnosis = Diagnosis.of(List.of(ZIP_UNSEEN, QUIET, PLAN, JOINT, AGE_MISSING))
                .orElseThrow()
                .withWorstSegment("country=DE");

        assertThat(diagnosis.causes())
                .containsExactly(
                        new Cause("age", Severity.MAJOR, Statistic.MISSING_RATE, 0.9 / 0.1),
                        new Cause("plan", Severity.MAJOR, Statistic.HELLINGER, 0.3 / 0.2),
                        new Cause("zip", Severity.MINOR, Statistic.UNSEEN_RATE, 0.02 / 0.005),
                        new Cause("$joint", Severity.MINOR, Statistic.CORRELATION, 0.2 / 0.1));
        assertThat(diagnosis.sentence())
                .isEqualTo("the quality of the data changed: age (missing rate, 9 times its threshold), plan (Hellinger"
                        + " distance, 1.5 times its threshold), zip (rate of categories never seen in the baseline, 4"
                        + " times its threshold) and 1 more; worst in country=DE");
    }

    @Test
    void shouldKeepTenCausesAndCountTheRest() {
        Diagnosis diagnosis = Diagnosis.of(many()).orElseThrow();

        assertThat(diagnosis.causes()).hasSize(10);
        assertThat(diagnosis.moreCauses()).isEqualTo(20);
        assertThat(diagnosis.sentence()).endsWith(" and 27 more");
    }

    @Property
    void shouldNotDependOnTheOrderOfSubjects(@ForAll int seed) {
        List<Subject> subjects = many();
        Optional<Diagnosis> before = Diagnosis.of(subjects);

        Collections.shuffle(subjects, new Random(seed));

        assertThat(Diagnosis.of(subjects)).isEqualTo(before);
    }

    /** Thirty features, of which groups weigh the same. */
    private static List<Subject> many() {
        return new ArrayList<>(IntStream.range(0, 30)
                .mapToObj(i -> subject(
                        "f" + i,
                        DriftKind.FEATURE,
                        DriftKind.FEATURE,
                        i % 2 == 0 ? Severity.MINOR : Severity.MAJOR,
                        Statistic.KOLMOGOROV_SMIRNOV,
                        0.2 + i % 3,
                        0.2))
                .toList());
    }
}
