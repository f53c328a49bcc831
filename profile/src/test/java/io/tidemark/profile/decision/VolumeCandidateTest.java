package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.ArrivalProfile.Expectation;
import io.tidemark.profile.compare.Statistic;
import java.util.List;
import org.junit.jupiter.api.Test;

class VolumeCandidateTest {
    private static final Expectation THOUSAND = new Expectation(1000, 0.01);

    private static Verdict decide(long rows, Expectation expected) {
        return DriftDecision.decide(List.of(candidate(rows, expected)), 1e-4).getFirst();
    }

    private static VolumeCandidate candidate(long rows, Expectation expected) {
        return new VolumeCandidate("v1", rows, expected, Thresholds.defaults());
    }

    /** The floor is √(2/π · 0.011) / ln 2 = 0.1207, so it takes a factor of 2.17 for minor and of 4.35 for major. */
    @Test
    void shouldDriftFromHalfOrDoubleOn() {
        assertThat(decide(1000, THOUSAND).severity()).isEqualTo(Severity.NONE);
        assertThat(decide(470, THOUSAND).severity()).isEqualTo(Severity.NONE);
        assertThat(decide(450, THOUSAND).severity()).isEqualTo(Severity.MINOR);
        assertThat(decide(2150, THOUSAND).severity()).isEqualTo(Severity.NONE);
        assertThat(decide(2200, THOUSAND).severity()).isEqualTo(Severity.MINOR);
        assertThat(decide(235, THOUSAND).severity()).isEqualTo(Severity.MINOR);
        assertThat(decide(225, THOUSAND).severity()).isEqualTo(Severity.MAJOR);
        assertThat(decide(4400, THOUSAND).severity()).isEqualTo(Severity.MAJOR);
    }

    @Test
    void shouldNotDriftWhereSuchANumberIsNothingUnusual() {
        assertThat(decide(250, new Expectation(1000, 0.5)).severity()).isEqualTo(Severity.NONE);
        assertThat(decide(0, new Expectation(5, 0)).severity()).isEqualTo(Severity.NONE);
    }

    @Test
    void shouldSayHowManyOfHowMany() {
        Verdict verdict = decide(300, THOUSAND);

        assertThat(verdict.kind()).isEqualTo(DriftKind.VOLUME);
        assertThat(verdict.reason()).isEqualTo("300 events of v1, about 1,000 expected: 0.3 times as many");
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.statistic()).isEqualTo(Statistic.VOLUME);
            assertThat(finding.measurement().value()).isCloseTo(-1.7370, within(1e-4));
            assertThat(finding.threshold()).isEqualTo(1);
        });
    }

    @Test
    void shouldSayThatThereIsNothingAtAll() {
        Verdict verdict = decide(0, THOUSAND);

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.reason()).isEqualTo("no events of v1, about 1,000 expected");
        assertThat(verdict.findings().getFirst().measurement().value()).isCloseTo(-10.9658, within(1e-4));
    }

    @Test
    void shouldAskNothingWithoutALevel() {
        VolumeCandidate candidate =
                new VolumeCandidate("v1", 0, THOUSAND, Thresholds.defaults().without(Statistic.VOLUME));

        assertThat(candidate.pValues()).isEmpty();
        assertThat(candidate.verdict(1).severity()).isEqualTo(Severity.NONE);
    }
}
