package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AccuracyLossTest {
    /** 760 of 800 "no" and 100 of 200 "yes" are answered right: 86 %. */
    private static final PerformanceBaseline REFERENCE = PerformanceBaseline.of(List.of(rows(760, 40, 100, 100)));

    /** @param rightNo rows that are "no" and answered so, and so on */
    private static PerformanceProfile rows(int rightNo, int wrongNo, int rightYes, int wrongYes) {
        PerformanceProfile profile = new PerformanceProfile();
        add(profile, "no", "no", rightNo);
        add(profile, "no", "yes", wrongNo);
        add(profile, "yes", "yes", rightYes);
        add(profile, "yes", "no", wrongYes);
        return profile;
    }

    private static void add(PerformanceProfile profile, String truth, String answer, int rows) {
        for (int i = 0; i < rows; i++) {
            Answer given = new Answer.OfClass(answer, Map.of(), OptionalDouble.empty());
            profile.predicted(given, OptionalLong.empty());
            profile.labelled(given, new Truth.OfClass(truth));
        }
    }

    private static AccuracyLoss loss(PerformanceProfile window) {
        return AccuracyLoss.of(window, REFERENCE, Map.of()).orElseThrow();
    }

    @Test
    void shouldTellWhatTheMixOfClassesAloneWouldMake() {
        AccuracyLoss loss = loss(rows(380, 20, 300, 300));

        assertThat(loss.before()).isEqualTo(0.86);
        assertThat(loss.realised()).isEqualTo(0.68);
        assertThat(loss.ofLabels().getAsDouble()).isCloseTo(0.4 * 0.95 + 0.6 * 0.5, within(1e-12));
        assertThat(loss.isOfLabels(true)).isTrue();
    }

    @Test
    void shouldNotTakeWorseAnswersForAnotherMix() {
        assertThat(loss(rows(560, 240, 60, 140)).isOfLabels(true))
                .as("the same mix")
                .isFalse();
        assertThat(loss(rows(350, 350, 90, 210)).isOfLabels(true))
                .as("another mix, which makes 4.5 of 42 points")
                .isFalse();
        assertThat(loss(rows(400, 0, 540, 60)).isOfLabels(true)).as("no loss").isFalse();
    }

    @Test
    void shouldLeaveToTheInputsWhatTheyExplainBetter() {
        assertThat(new AccuracyLoss(0.86, 0.68, OptionalDouble.of(0.7), OptionalDouble.of(0.68)).isOfLabels(true))
                .isFalse();
        assertThat(new AccuracyLoss(0.86, 0.68, OptionalDouble.of(0.7), OptionalDouble.of(0.75)).isOfLabels(true))
                .isTrue();
        assertThat(new AccuracyLoss(0.86, 0.68, OptionalDouble.of(0.5), OptionalDouble.empty()).isOfLabels(true))
                .as("twice the loss")
                .isFalse();
    }

    @Test
    void shouldNotAskWhatInputsExplainThatDidNotChange() {
        AccuracyLoss loss = new AccuracyLoss(0.86, 0.68, OptionalDouble.of(0.7), OptionalDouble.of(0.68));

        assertThat(loss.isOfLabels(false)).isTrue();
    }

    @Test
    void shouldNotTellWithAClassThatTheReferenceDoesNotHave() {
        PerformanceProfile window = rows(380, 20, 300, 300);
        add(window, "perhaps", "no", 10);

        assertThat(loss(window).ofLabels()).isEmpty();
        assertThat(loss(window).isOfLabels(true)).isFalse();
    }

    @Test
    void shouldBeEmptyWithoutAccuracy() {
        assertThat(AccuracyLoss.of(new PerformanceProfile(), REFERENCE, Map.of()))
                .isEmpty();
    }
}
