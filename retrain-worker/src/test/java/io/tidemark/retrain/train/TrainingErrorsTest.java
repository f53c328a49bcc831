package io.tidemark.retrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.CategoryEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.NumberEncoding;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

class TrainingErrorsTest {
    private static final Target YES = new Target.OfClass("yes");
    private static final Target NO = new Target.OfClass("no");
    private static final TrainingSettings LOGISTIC = TrainingSettings.of(Algorithm.LOGISTIC_REGRESSION, Map.of(), 1);

    @Test
    void shouldRefuseATableWithoutRows() {
        assertRefused(() -> new TrainingTable(List.of()), "no rows");
    }

    @Test
    void shouldRefuseOneClassOnly() {
        TrainingTable table = Tables.table(5, i -> Tables.row(Map.of("a", i), YES, i));

        assertRefused(() -> ModelTrainer.train(table, LOGISTIC), "all 5 rows are of the class 'yes'");
    }

    @Test
    void shouldLeaveOutAFeatureWithoutValues() {
        TrainingTable table = Tables.table(
                4,
                i -> Tables.row(
                        Map.of("a", i, "b", i < 2 ? Double.NaN : Double.POSITIVE_INFINITY), i % 2 == 0 ? YES : NO, i));
        TrainingTable without = Tables.table(4, i -> Tables.row(Map.of("a", i), i % 2 == 0 ? YES : NO, i));

        assertThat(ModelTrainer.train(table, LOGISTIC).toBytes())
                .isEqualTo(ModelTrainer.train(without, LOGISTIC).toBytes());
    }

    @Test
    void shouldRefuseATableWithoutAnyValue() {
        TrainingTable nulls =
                Tables.table(4, i -> Tables.row(Collections.singletonMap("b", null), i % 2 == 0 ? YES : NO, i));
        TrainingTable nans = Tables.table(4, i -> Tables.row(Map.of("b", Double.NaN), i % 2 == 0 ? YES : NO, i));

        assertRefused(() -> ModelTrainer.train(nulls, LOGISTIC), "no row has a value of a feature to learn from");
        assertRefused(() -> ModelTrainer.train(nans, LOGISTIC), "no row has a value of a feature to learn from");
        assertRefused(
                () -> ModelTrainer.train(nans, settings(Set.of("a"), 50)),
                "no row has a value of a feature to learn from beside the excluded ones [a]");
    }

    @Test
    void shouldRefuseLabelsThatAreNoNumbers() {
        for (double label : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e31}) {
            assertRefused(
                    () -> new TrainingTable(List.of(
                            Tables.row(Map.of("a", 1), new Target.OfNumber(1), 0),
                            Tables.row(Map.of("a", 1), new Target.OfNumber(label), 1))),
                    "row 1 has " + label);
        }
    }

    @Test
    void shouldRefuseLabelsOfTwoKindsAndEmptyOnes() {
        TrainingRow number = Tables.row(Map.of("a", 1), new Target.OfNumber(1), 0);
        TrainingRow label = Tables.row(Map.of("a", 1), YES, 0);

        assertRefused(() -> new TrainingTable(List.of(number, label)), "row 1 has the class 'yes'");
        assertRefused(() -> new TrainingTable(List.of(label, number)), "row 1 has the number 1.0");
        assertRefused(
                () -> new TrainingTable(List.of(Tables.row(Map.of(), new Target.OfClass(" "), 0))),
                "row 0 has an empty label");
    }

    @Test
    void shouldRefuseFeaturesOfTwoTypesAndOfNone() {
        TrainingTable mixed = Tables.table(4, i -> Tables.row(Map.of("a", i < 3 ? i : "x"), i % 2 == 0 ? YES : NO, i));
        TrainingTable lists = Tables.table(4, i -> Tables.row(Map.of("a", List.of(i)), i % 2 == 0 ? YES : NO, i));
        TrainingTable none = Tables.table(4, i -> Tables.row(Map.of(), i % 2 == 0 ? YES : NO, i));
        TrainingTable same = Tables.table(4, i -> Tables.row(Map.of("a", 1), i % 2 == 0 ? YES : NO, i));

        assertRefused(() -> ModelTrainer.train(mixed, LOGISTIC), "is a NUMBER in row 0 and a TEXT in row 3");
        assertRefused(() -> ModelTrainer.train(lists, LOGISTIC), "models learn from numbers, booleans and texts");
        assertRefused(() -> ModelTrainer.train(none, LOGISTIC), "no row has a value of a feature");
        assertRefused(() -> ModelTrainer.train(same, LOGISTIC), "nothing to learn from");
    }

    @Test
    void shouldRefuseHyperParametersThatAreUnknownOrOutOfRange() {
        assertRefused(() -> xgboost("tree", 5), "has no hyper-parameter tree; it has ");
        assertRefused(() -> xgboost("trees", 0), "trees of XGBOOST is 0, it has to be a whole number from 1 to 5000");
        assertRefused(() -> xgboost("trees", 1.5), "trees of XGBOOST is 1.5");
        assertRefused(() -> xgboost("l2", Double.NaN), "l2 of XGBOOST is NaN");
        assertRefused(() -> TrainingSettings.of(Algorithm.XGBOOST, Map.of(), -1), "the seed is -1");
        assertRefused(() -> settings(Set.of(), 0), "the bound on categories is 0");
    }

    @Test
    void shouldRefuseAnAlgorithmThatDoesNotFitTheLabels() {
        assertRefused(
                () -> ModelTrainer.train(Tables.waves(false), LOGISTIC),
                "LOGISTIC_REGRESSION learns classes, the labels are numbers");
        assertRefused(
                () -> ModelTrainer.train(
                        Tables.waves(true), TrainingSettings.of(Algorithm.LINEAR_REGRESSION, Map.of(), 1)),
                "LINEAR_REGRESSION learns numbers, the labels are classes");
    }

    @Test
    void shouldLearnMedianMeanAndDeviationOfTheValuesThatAreThere() {
        double[] values = {1, 2, 4, 9, Double.NaN};
        TrainingTable table = Tables.table(5, i -> Tables.row(Map.of("a", values[i]), i % 2 == 0 ? YES : NO, i));

        // numpy: median 3.0, mean 4.0, std 3.082207001484488
        assertThat(EncodingLearner.learn(table, LOGISTIC).asList())
                .singleElement()
                .isInstanceOfSatisfying(NumberEncoding.class, number -> {
                    assertThat(number.median()).isEqualTo(3);
                    assertThat(number.mean()).isEqualTo(4);
                    assertThat(number.deviation()).isCloseTo(3.082207001484488, within(1e-12));
                });
    }

    @Test
    void shouldKeepTheMostFrequentCategoriesAndOfEqualOnesTheFirst() {
        List<String> values = List.of("d", "c", "b", "a", "c", "a", "d", "z");
        TrainingTable table = Tables.table(8, i -> Tables.row(Map.of("a", values.get(i)), i % 2 == 0 ? YES : NO, i));

        assertThat(EncodingLearner.learn(table, settings(Set.of(), 2)).asList())
                .containsExactly(new CategoryEncoding("a", List.of("a", "c")));
    }

    @Test
    void shouldRefuseWeightsWhereTheyWouldNotCount() {
        TrainingTable table =
                Tables.table(4, i -> new TrainingRow(Map.of("a", i), new Target.OfNumber(i), Instant.EPOCH, i + 1));

        assertRefused(
                () -> ModelTrainer.train(table, TrainingSettings.of(Algorithm.LINEAR_REGRESSION, Map.of(), 1)),
                "linear_regression takes all rows as equal: leave out retrain.data.halfLife");
        TrainingTable classes =
                Tables.table(4, i -> new TrainingRow(Map.of("a", i), i % 2 == 0 ? YES : NO, Instant.EPOCH, i + 1));
        assertRefused(() -> ModelTrainer.train(classes, LOGISTIC), "set batch to 1");
    }

    @Test
    void shouldRefuseATableThatNeedsMoreMemoryThanThereIs() {
        TrainingTable table = Tables.waves(true);
        EncodedTable encoded = new EncodedTable(table, EncodingLearner.learn(table, LOGISTIC));

        // 2,000 rows of 2 columns at 2 GiB a cell
        assertRefused(
                () -> encoded.dataset(new LabelFactory(), _ -> new Label("yes"), Integer.MAX_VALUE),
                "2000 rows of 2 columns take 8191999 MB, more than the ");
        assertRefused(
                () -> TableRoom.require(1L << 20, 10, 4, (40L << 20) - 1), "1048576 rows of 10 columns take 40 MB");
        assertThatCode(() -> TableRoom.require(1L << 20, 10, 4, 40L << 20)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAnArtifactThatIsTooLarge() {
        ModelArtifact large = new ModelArtifact(
                new ModelOutput.Value(),
                new FeatureEncodings(List.of(new BooleanEncoding("a"))),
                "tribuo",
                new byte[ModelArtifact.MAX_BYTES],
                Map.of());

        assertRefused(() -> ModelTrainer.toBytes(large), "train a smaller model, with fewer or shallower trees");
    }

    @Test
    void shouldRefuseALanguageInWhichTribuoCannotSave() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertRefused(() -> ModelTrainer.train(Tables.waves(true), LOGISTIC), "-Duser.language=en");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static TrainingSettings xgboost(String name, double value) {
        return TrainingSettings.of(Algorithm.XGBOOST, Map.of(name, value), 1);
    }

    private static TrainingSettings settings(Set<String> exclude, int maxCategories) {
        return new TrainingSettings(Algorithm.LOGISTIC_REGRESSION, new TreeMap<>(), 1, maxCategories, exclude);
    }

    private static void assertRefused(ThrowingCallable call, String why) {
        assertThatExceptionOfType(TrainingException.class).isThrownBy(call).withMessageContaining(why);
    }
}
