package io.tidemark.retrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class DataChecksTest {
    private static final int ROWS = 100;

    @Test
    void shouldPassGoodData() {
        assertThat(check(examples(DataChecksTest::numbers), spec()))
                .allSatisfy(result -> assertThat(result.getVerdict()).isNotEqualTo(GateVerdict.FAILED))
                .extracting(GateResult::getGate)
                .containsExactly(
                        "minRows",
                        "undecodable",
                        "schema",
                        "missing",
                        "ranges",
                        "classBalance",
                        "duplicates",
                        "freshness");
    }

    @Test
    void shouldSayWhyThereAreNoRows() {
        assertFailed(
                Examples.of(List.of(), ReadCounts.NONE, new TreeSet<>()),
                spec(),
                "minRows",
                "does the monitor's spec have a labels section");
        assertFailed(
                Examples.of(List.of(), new ReadCounts(9, 4, "corrupt", 5, 0, 0), new TreeSet<>()),
                spec(),
                "minRows",
                "of 9 records 5 have no usable label, 4 can't be read");
    }

    @Test
    void shouldFindFeaturesOfSeveralTypes() {
        assertFailed(
                examples(i -> Map.of("x", i == 7 ? (Object) "seven" : Double.valueOf(i))),
                spec(),
                "schema",
                "several types in x ([NUMBER, TEXT])");
        RetrainSpec without = builder().setExclude(List.of("x")).build();
        assertFailed(examples(i -> Map.of("x", (double) i)), without, "schema", "no example has a feature");
    }

    @Test
    void shouldFindFeaturesThatTheDataLack() {
        FeatureEncodings champion = new FeatureEncodings(List.of(new BooleanEncoding("owner")));

        assertThat(DataChecks.of(examples(DataChecksTest::numbers), spec(), Optional.empty(), Optional.of(champion)))
                .filteredOn(Verdicts::hasFailed)
                .singleElement()
                .satisfies(result -> assertThat(result.getExplanation()).contains("the champion knows owner"));
    }

    @Test
    void shouldCountNaNAsMissing() {
        Examples half = examples(i -> Map.of("x", i % 2 == 0 ? Double.NaN : (double) i, "y", (double) i));
        RetrainSpec strict = builder().setMaxMissing(0.49).build();

        assertFailed(half, strict, "missing", "too many values are missing of x (50.0 %)");
        assertThat(result(half, spec(), "ranges").getExplanation())
                .contains("NaN or infinite, counted as missing: x (50)");
    }

    @Test
    void shouldFindThatThereIsNothingToLearn() {
        assertFailed(examples(i -> Map.of("x", 1.0)), spec(), "ranges", "every feature has one value");
        // Whether it is there tells rows apart.
        assertThat(result(examples(i -> i % 2 == 0 ? Map.of("x", 1.0) : Map.of()), spec(), "ranges")
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
        assertFailed(
                rows(DataChecksTest::numbers, i -> new Target.OfNumber(4)),
                spec(),
                "classBalance",
                "all labels are one number");
        assertFailed(
                rows(DataChecksTest::numbers, i -> new Target.OfNumber(i == 3 ? 1e31 : i)),
                spec(),
                "ranges",
                "the label of id-3 is 1.0E31");
        assertFailed(
                rows(DataChecksTest::numbers, i -> i == 9 ? new Target.OfNumber(1) : new Target.OfClass("a")),
                spec(),
                "schema",
                "such as that of id-9");
    }

    @Test
    void shouldAskForEnoughOfEachClass() {
        IntFunction<Target> rare = i -> new Target.OfClass(i == 50 ? "fraud" : "fine");
        RetrainSpec strict = builder().setMinClassShare(0.02).build();

        assertThat(result(rows(DataChecksTest::numbers, rare), spec(), "classBalance")
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
        assertFailed(
                rows(DataChecksTest::numbers, rare),
                strict,
                "classBalance",
                "1.0 % of the labels are 'fraud', the rarest of 2 classes, 2.0 % are needed");
        assertFailed(
                rows(DataChecksTest::numbers, i -> new Target.OfClass("fine")),
                spec(),
                "classBalance",
                "all labels are 'fine'");
    }

    @Test
    void shouldCountExamplesThatAreTheSame() {
        Examples copies = examples(i -> Map.of("x", (double) (i % 20)));
        RetrainSpec strict = builder().setMaxDuplicates(0.79).build();

        // 20 kinds of features, and the label follows from i % 2, so from them: 80 of 100 repeat an earlier one.
        assertThat(result(copies, spec(), "duplicates").getValue()).isEqualTo(0.8);
        assertFailed(copies, strict, "duplicates", "80.0 % of the examples");
    }

    /** An id of the request makes every row another, and the model does not see it. */
    @Test
    void shouldFindExamplesThatAreTheSameButForWhatIsExcluded() {
        Examples copies = examples(i -> Map.of("x", (double) (i % 20), "request", "r" + i));
        RetrainSpec spec = builder().setExclude(List.of("request")).build();

        assertThat(result(copies, spec(), "duplicates").getValue()).isEqualTo(0);
        assertThat(result(copies, spec, "duplicates").getValue()).isEqualTo(0.8);
    }

    @Test
    void shouldSayThatMemoryIsWhyThereAreNoMore() {
        List<Example> rows = examples(DataChecksTest::numbers).rows();
        Examples cut = Examples.of(rows, new ReadCounts(400, 0, "", 0, 0, 0, 300), new TreeSet<>());

        assertThat(result(cut, spec(), "minRows").getExplanation())
                .isEqualTo(
                        "100 labelled examples (the newest that the worker has memory for; 300 older ones were let go)");
        assertFailed(cut, builder().setMinRows(101).build(), "minRows", "give the worker more memory");
    }

    @Test
    void shouldAskForFreshExamples() {
        RetrainSpec spec = builder().setMaxAgeMs(Duration.ofHours(1).toMillis()).build();
        Instant newest = Instant.ofEpochSecond(ROWS - 1);

        assertThat(DataChecks.of(
                        examples(DataChecksTest::numbers),
                        spec,
                        Optional.of(newest.plus(Duration.ofHours(1))),
                        Optional.empty()))
                .noneMatch(Verdicts::hasFailed);
        assertThat(DataChecks.of(
                        examples(DataChecksTest::numbers),
                        spec,
                        Optional.of(newest.plus(Duration.ofHours(2))),
                        Optional.empty()))
                .filteredOn(Verdicts::hasFailed)
                .singleElement()
                .satisfies(result -> assertThat(result.getExplanation())
                        .contains("PT2H before the drift that asked for the model; PT1H may be"));
    }

    @Test
    void shouldNotAskForFreshExamplesWhereNoDriftAsked() {
        RetrainSpec spec = builder().setMaxAgeMs(1).build();

        assertThat(result(examples(DataChecksTest::numbers), spec, "freshness")).satisfies(result -> {
            assertThat(result.getVerdict()).isEqualTo(GateVerdict.NOT_JUDGED);
            assertThat(result.getExplanation()).contains("no drift asked for the model");
        });
    }

    @Test
    void shouldStopWhereManyRecordsCannotBeRead() {
        List<Example> rows = examples(DataChecksTest::numbers).rows();
        SortedSet<String> none = new TreeSet<>();

        assertThat(result(Examples.of(rows, new ReadCounts(100, 1, "corrupt", 0, 0, 0), none), spec(), "undecodable")
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
        assertFailed(
                Examples.of(rows, new ReadCounts(100, 2, "corrupt", 0, 0, 0), none),
                spec(),
                "undecodable",
                "2 of 100 records can't be read");
    }

    private static Map<String, ?> numbers(int i) {
        return Map.of("x", (double) i, "flag", i % 3 == 0);
    }

    private static RetrainSpec spec() {
        return builder().build();
    }

    private static RetrainSpec.Builder builder() {
        return RetrainSpec.newBuilder().setMinRows(50).setMaxDuplicates(1);
    }

    private static Examples examples(IntFunction<Map<String, ?>> features) {
        return rows(features, i -> new Target.OfClass(i % 2 == 0 ? "a" : "b"));
    }

    private static Examples rows(IntFunction<Map<String, ?>> features, IntFunction<Target> target) {
        FeatureNames names = new FeatureNames();
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Example(
                    "id-" + i,
                    1_000L * i,
                    target.apply(i),
                    FeatureRow.of(names, features.apply(i)),
                    Map.of(),
                    Map.of()));
        }
        return Examples.of(rows, new ReadCounts(ROWS, 0, "", 0, 0, 0), new TreeSet<>());
    }

    private static List<GateResult> check(Examples examples, RetrainSpec spec) {
        return DataChecks.of(examples, spec, Optional.empty(), Optional.empty());
    }

    private static GateResult result(Examples examples, RetrainSpec spec, String gate) {
        return check(examples, spec).stream()
                .filter(result -> result.getGate().equals(gate))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFailed(Examples examples, RetrainSpec spec, String gate, String why) {
        assertThat(check(examples, spec)).filteredOn(Verdicts::hasFailed).anySatisfy(result -> {
            assertThat(result.getGate()).isEqualTo(gate);
            assertThat(result.getExplanation()).contains(why);
        });
    }
}
