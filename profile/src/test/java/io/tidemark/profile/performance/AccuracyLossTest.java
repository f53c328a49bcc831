package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.performance.AccuracyLoss.ByLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static AccuracyLoss loss(double low, double ofLabels, double high, OptionalDouble ofInputs) {
        return new AccuracyLoss(0.86, 0.68, Optional.of(new AccuracyOfMix(ofLabels, low, high)), ofInputs);
    }

    @Test
    void shouldTellWhatTheMixOfClassesAloneWouldMake() {
        AccuracyLoss loss = loss(rows(380, 20, 300, 300));

        assertThat(loss.before()).isEqualTo(0.86);
        assertThat(loss.realised()).isEqualTo(0.68);
        assertThat(loss.ofLabels().orElseThrow().value()).isCloseTo(0.4 * 0.95 + 0.6 * 0.5, within(1e-12));
        assertThat(loss.byLabels(true)).isEqualTo(ByLabels.EXPLAINED);
    }

    /** Wilson's limits of 760/800 and 100/200 by scipy.stats.binomtest, put together with numpy. */
    @Test
    void shouldTellHowWellThatIsKnown() {
        AccuracyOfMix mix = loss(rows(380, 20, 300, 300)).ofLabels().orElseThrow();

        assertThat(mix.low()).isCloseTo(0.6382345613354421, within(1e-9));
        assertThat(mix.high()).isCloseTo(0.721513920073161, within(1e-9));
    }

    @Test
    void shouldNotTakeWorseAnswersForAnotherMix() {
        assertThat(loss(rows(560, 240, 60, 140)).byLabels(true))
                .as("the same mix")
                .isEqualTo(ByLabels.UNEXPLAINED);
        assertThat(loss(rows(350, 350, 90, 210)).byLabels(true))
                .as("another mix, which makes 4.5 of 42 points")
                .isEqualTo(ByLabels.UNEXPLAINED);
        assertThat(loss(rows(400, 0, 540, 60)).byLabels(true)).as("no loss").isEqualTo(ByLabels.UNEXPLAINED);
    }

    @Test
    void shouldLeaveToTheInputsWhatTheyExplainBetter() {
        assertThat(loss(0.66, 0.7, 0.74, OptionalDouble.of(0.68)).byLabels(true))
                .isEqualTo(ByLabels.UNEXPLAINED);
        assertThat(loss(0.66, 0.7, 0.74, OptionalDouble.of(0.75)).byLabels(true))
                .isEqualTo(ByLabels.EXPLAINED);
        assertThat(loss(0.46, 0.5, 0.54, OptionalDouble.empty()).byLabels(true))
                .as("twice the loss")
                .isEqualTo(ByLabels.UNEXPLAINED);
    }

    @Test
    void shouldNotAskWhatInputsExplainThatDidNotChange() {
        assertThat(loss(0.66, 0.7, 0.74, OptionalDouble.of(0.68)).byLabels(false))
                .isEqualTo(ByLabels.EXPLAINED);
    }

    @Test
    void shouldTellNothingThatHoldsOfAPartOfTheIntervalOnly() {
        assertThat(loss(0.66, 0.7, 0.78, OptionalDouble.empty()).byLabels(false))
                .as("0.09 is half the loss")
                .isEqualTo(ByLabels.UNKNOWN);
        assertThat(loss(0.5, 0.7, 0.74, OptionalDouble.empty()).byLabels(false)).isEqualTo(ByLabels.UNKNOWN);
        assertThat(loss(0.76, 0.8, 0.84, OptionalDouble.empty()).byLabels(false))
                .isEqualTo(ByLabels.UNKNOWN);
        assertThat(loss(0.78, 0.8, 0.84, OptionalDouble.empty()).byLabels(false))
                .isEqualTo(ByLabels.UNEXPLAINED);
        assertThat(new AccuracyLoss(0.86, 0.68, Optional.empty(), OptionalDouble.empty()).byLabels(false))
                .isEqualTo(ByLabels.UNKNOWN);
    }

    /** 999 "no" were right, and one "yes" was not, or was. In the window 300 of 1,000 are "yes", all answered "no". */
    @Test
    void shouldNotConcludeFromASingleRow() {
        PerformanceProfile window = rows(700, 0, 0, 300);

        assertThat(byLabels(window, rows(999, 0, 0, 1))).isEqualTo(ByLabels.UNKNOWN);
        assertThat(byLabels(window, rows(999, 0, 1, 0))).isEqualTo(ByLabels.UNKNOWN);
        assertThat(byLabels(window, rows(999, 0, 0, 30))).isEqualTo(ByLabels.EXPLAINED);
        assertThat(byLabels(window, rows(999, 0, 30, 0))).isEqualTo(ByLabels.UNEXPLAINED);
    }

    private static ByLabels byLabels(PerformanceProfile window, PerformanceProfile reference) {
        return AccuracyLoss.of(window, PerformanceBaseline.of(List.of(reference)), Map.of())
                .orElseThrow()
                .byLabels(false);
    }

    /** Numbers as above, with ½ from 0 to 1 for the class that is new. */
    @Test
    void shouldKnowNothingOfAClassThatTheReferenceDoesNotHave() {
        PerformanceProfile few = rows(380, 20, 300, 300);
        add(few, "perhaps", "no", 10);
        PerformanceProfile many = rows(380, 20, 300, 300);
        add(many, "perhaps", "no", 200);

        assertThat(loss(few).ofLabels().orElseThrow().high()).isCloseTo(0.7196177621574134, within(1e-9));
        assertThat(loss(few).byLabels(true)).isEqualTo(ByLabels.EXPLAINED);
        assertThat(loss(many).ofLabels().orElseThrow().high()).isCloseTo(0.7402288970396987, within(1e-9));
        assertThat(loss(many).byLabels(true)).isEqualTo(ByLabels.UNKNOWN);
    }

    @Test
    void shouldRefuseAnIntervalThatDoesNotHaveItsValue() {
        assertThatThrownBy(() -> new AccuracyOfMix(0.5, 0.6, 0.7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.6 to 0.7 around 0.5");
    }

    @Test
    void shouldBeEmptyWithoutAccuracy() {
        assertThat(AccuracyLoss.of(new PerformanceProfile(), REFERENCE, Map.of()))
                .isEmpty();
    }
}
