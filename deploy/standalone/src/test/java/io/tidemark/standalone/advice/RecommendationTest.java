package io.tidemark.standalone.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.spec.FalseAlarms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendationTest {
    private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration FOUR_WEEKS = Duration.ofDays(28);
    private static final Period INCIDENT =
            new Period(BEGIN.plus(DAY), BEGIN.plus(DAY).plus(HOUR));

    /** One alarm in each of so many hours, from the beginning. */
    private static Trial trial(Setting setting, int alarms, Duration moderateAfter) {
        return new Trial(
                setting,
                IntStream.range(0, alarms)
                        .mapToObj(hour -> alarm(Duration.ofHours(hour)))
                        .toList(),
                Optional.of(new Period(BEGIN, BEGIN.plus(FOUR_WEEKS))),
                FOUR_WEEKS,
                672,
                Map.of(TestDrift.MODERATE, new Noticed(1, Optional.of(moderateAfter))));
    }

    private static Alarm alarm(Duration after) {
        return new Alarm(BEGIN.plus(after), BEGIN.plus(after).plus(HOUR), List.of("x"));
    }

    private static Setting setting(Duration window, double thresholds, int openAfter) {
        return new Setting(window, thresholds, openAfter);
    }

    private static Recommendation among(List<Period> known, Trial... trials) {
        return Recommendation.among(List.of(trials), known, FalseAlarms.DEFAULT).orElseThrow();
    }

    @Test
    void shouldTakeTheOneThatNoticesSoonestOfThoseWithinTheAcceptedAlarms() {
        Trial nervous = trial(setting(HOUR, 0.5, 1), 5, HOUR);
        Trial good = trial(setting(HOUR, 1, 1), 4, HOUR.multipliedBy(2));
        Trial slow = trial(setting(DAY, 1, 1), 0, DAY);

        assertThat(among(List.of(), slow, nervous, good))
                .as("once a week is four times in four weeks")
                .isEqualTo(new Recommendation(good, true));
    }

    @Test
    void shouldTakeTheFewestAlarmsWhereAllAreTooMany() {
        Trial few = trial(setting(DAY, 1, 3), 8, DAY);
        Trial many = trial(setting(HOUR, 1, 1), 100, HOUR);

        assertThat(among(List.of(), many, few)).isEqualTo(new Recommendation(few, false));
    }

    @Test
    void shouldKeepAlarmsThatAreAboutKnownDrift() {
        Trial quick = trial(setting(HOUR, 1, 1), 30, HOUR.multipliedBy(3));
        Trial deaf = trial(setting(HOUR, 1, 2), 4, HOUR);
        Period first = new Period(BEGIN, BEGIN.plus(DAY).plus(HOUR.multipliedBy(8)));

        assertThat(among(List.of(INCIDENT), quick, deaf))
                .as("29 others are too many")
                .isEqualTo(new Recommendation(deaf, true));
        assertThat(quick.otherAlarms(List.of(first))).isEmpty();
        assertThat(among(List.of(first, INCIDENT), quick, deaf))
                .as("the one that tells of both")
                .isEqualTo(new Recommendation(quick, true));
    }

    @Test
    void shouldTakeTheSpecsOwnThresholdsWhereNothingElseDecides() {
        Trial lower = trial(setting(HOUR, 0.5, 1), 1, HOUR);
        Trial own = trial(setting(HOUR, 1, 1), 1, HOUR);

        assertThat(among(List.of(), lower, own).trial()).isEqualTo(own);
    }

    @Test
    void shouldTakeNoneWhereNothingWasJudged() {
        Trial empty = new Trial(setting(HOUR, 1, 1), List.of(), Optional.empty(), Duration.ZERO, 0, Map.of());

        assertThat(Recommendation.among(List.of(empty), List.of(), FalseAlarms.DEFAULT))
                .isEmpty();
    }
}
