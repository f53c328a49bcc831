package io.tidemark.retrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.TribuoScorer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

class ModelTrainerTest {
    private static final TrainingTable CLASSES = Tables.mixed(600, 1, true);
    private static final TrainingTable NUMBERS = Tables.mixed(600, 1, false);

    static Stream<Arguments> trainings() {
        return Stream.of(
                Arguments.of(Algorithm.LOGISTIC_REGRESSION, CLASSES),
                Arguments.of(Algorithm.RANDOM_FOREST, CLASSES),
                Arguments.of(Algorithm.XGBOOST, CLASSES),
                Arguments.of(Algorithm.LINEAR_REGRESSION, NUMBERS),
                Arguments.of(Algorithm.XGBOOST, NUMBERS));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void shouldScoreAfterLoadingAsBeforeSaving(Algorithm algorithm, TrainingTable table) {
        TrainingSettings settings = settings(algorithm, 7);
        FeatureEncodings encodings = EncodingLearner.learn(table, settings);
        Model<?> before = ModelTrainer.fit(new EncodedTable(table, encodings), settings, table.ofClasses());
        ModelArtifact artifact = ModelTrainer.train(table, settings);
        Scorer after = TribuoScorer.load(ModelArtifact.read(artifact.toBytes()));

        for (Map<String, Object> features : questions()) {
            assertThat(after.score(features)).as("%s", features).isEqualTo(ask(before, encodings, features, artifact));
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void shouldGiveTheSameBytesAtAnotherTimeAndAmongOtherThreads(Algorithm algorithm, TrainingTable table)
            throws InterruptedException, ExecutionException {
        TrainingSettings settings = settings(algorithm, 7);
        byte[] first = ModelTrainer.train(table, settings).toBytes();
        Instant start = Instant.now();
        Awaitility.await().until(() -> Duration.between(start, Instant.now()).toMillis() > 1_100);

        Callable<byte[]> training = () -> ModelTrainer.train(table, settings).toBytes();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<byte[]> again : threads.invokeAll(List.of(training, training, training, training))) {
                assertThat(again.get()).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void shouldDependOnTheSeedWhereChanceIsPartOfTheTraining(Algorithm algorithm, TrainingTable table) {
        Map<String, Double> shares =
                algorithm == Algorithm.XGBOOST ? Map.of("row_share", 0.5, "trees", 20.0) : hyperParameters(algorithm);
        byte[] one = ModelTrainer.train(table, TrainingSettings.of(algorithm, shares, 1))
                .model();
        byte[] two = ModelTrainer.train(table, TrainingSettings.of(algorithm, shares, 2))
                .model();

        assertThat(Arrays.equals(one, two)).isEqualTo(algorithm == Algorithm.LINEAR_REGRESSION);
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void shouldScoreTheSameForManyThreadsAtOnce(Algorithm algorithm, TrainingTable table)
            throws InterruptedException, ExecutionException {
        Scorer scorer = TribuoScorer.load(ModelTrainer.train(table, settings(algorithm, 7)));
        List<Map<String, Object>> questions = questions();
        List<Scored> alone = questions.stream().map(scorer::score).toList();

        Callable<List<Scored>> asking = () -> IntStream.range(0, 50)
                .mapToObj(i -> questions.stream().map(scorer::score).toList())
                .peek(answers -> assertThat(answers).isEqualTo(alone))
                .reduce(alone, (a, b) -> b);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<Scored>> answers : threads.invokeAll(List.of(asking, asking, asking, asking))) {
                assertThat(answers.get()).isEqualTo(alone);
            }
        }
    }

    /** The classes follow from a product, which no line tells apart: the base rate is what knowing nothing gives. */
    @Test
    void shouldBeatTheBaseRateWithTrees() {
        TrainingTable later = Tables.mixed(1_000, 2, true);
        long flat = later.rows().stream()
                .filter(row -> row.target().equals(new Target.OfClass("flat")))
                .count();
        double baseRate = Math.max(flat, later.rows().size() - flat)
                / (double) later.rows().size();

        assertThat(accuracy(Algorithm.RANDOM_FOREST, later)).isGreaterThan(baseRate + 0.1);
        assertThat(accuracy(Algorithm.XGBOOST, later)).isGreaterThan(baseRate + 0.1);
    }

    @Test
    void shouldExplainNumbersWithTrees() {
        TrainingTable later = Tables.mixed(1_000, 2, false);
        Scorer scorer = TribuoScorer.load(ModelTrainer.train(NUMBERS, settings(Algorithm.XGBOOST, 7)));
        double[] truth = later.rows().stream()
                .mapToDouble(row -> row.target() instanceof Target.OfNumber(double value) ? value : Double.NaN)
                .toArray();
        double mean = Arrays.stream(truth).average().orElseThrow();
        double residual = 0;
        double total = 0;
        for (int i = 0; i < truth.length; i++) {
            double error = number(scorer, later.rows().get(i).features()) - truth[i];
            residual += error * error;
            total += (truth[i] - mean) * (truth[i] - mean);
        }

        assertThat(residual / total).isLessThan(0.5);
    }

    /** numpy, Newton's method on the same 2,000 rows: the maximum of the likelihood. */
    @Test
    void shouldFindTheWeightsOfLogisticRegression() {
        TrainingSettings settings = TrainingSettings.of(
                Algorithm.LOGISTIC_REGRESSION, Map.of("epochs", 100.0, "learning_rate", 0.1, "batch", 100.0), 7);
        Scorer scorer = TribuoScorer.load(ModelTrainer.train(Tables.waves(true), settings));

        double origin = logOdds(scorer, 10, 0);
        assertThat(origin).isCloseTo(0.4553693798302946, within(0.03));
        assertThat(logOdds(scorer, 11, 0) - origin).isCloseTo(0.35256761351818555, within(0.01));
        assertThat(logOdds(scorer, 10, 1) - origin).isCloseTo(-2.291332877082858, within(0.05));
    }

    /** numpy, least squares on the same 2,000 rows. */
    @Test
    void shouldFindTheWeightsOfLinearRegression() {
        Scorer scorer = TribuoScorer.load(
                ModelTrainer.train(Tables.waves(false), TrainingSettings.of(Algorithm.LINEAR_REGRESSION, Map.of(), 7)));

        double origin = number(scorer, Map.of("x1", 0, "x2", 0));
        assertThat(origin).isCloseTo(3.001594699790088, within(1e-4));
        assertThat(number(scorer, Map.of("x1", 1, "x2", 0)) - origin).isCloseTo(0.24983800288234134, within(1e-5));
        assertThat(number(scorer, Map.of("x1", 0, "x2", 1)) - origin).isCloseTo(-1.4887848852273173, within(1e-4));
    }

    /** Of every question 50 answers are yes and 50 no, which count ten times as much: yes is right in one of eleven. Without weights, in half. */
    @ParameterizedTest
    @EnumSource(names = {"LOGISTIC_REGRESSION", "RANDOM_FOREST", "XGBOOST"})
    void shouldLetHeavyRowsCountMore(Algorithm algorithm) {
        TrainingTable table = Tables.table(
                200,
                i -> new TrainingRow(
                        Map.of("x", i / 100),
                        new Target.OfClass(i % 2 == 0 ? "yes" : "no"),
                        Instant.ofEpochSecond(i),
                        i % 2 == 0 ? 0.2 : 2));
        Scorer scorer =
                TribuoScorer.load(ModelTrainer.train(table, TrainingSettings.of(algorithm, weighable(algorithm), 7)));

        for (int x = 0; x < 2; x++) {
            assertThat(scorer.score(Map.of("x", x)))
                    .isInstanceOfSatisfying(
                            Scored.OfClass.class,
                            scored -> assertThat(scored.scores().get("yes")).isLessThan(0.2));
        }
    }

    private static Map<String, Double> weighable(Algorithm algorithm) {
        return algorithm == Algorithm.LOGISTIC_REGRESSION
                ? Map.of("batch", 1.0, "learning_rate", 0.1)
                : hyperParameters(algorithm);
    }

    @Test
    void shouldRecordWhatWasExcluded() {
        TrainingSettings settings = settings(Algorithm.XGBOOST, 7);
        Set<String> many = IntStream.range(0, 30).mapToObj(i -> "f" + i).collect(Collectors.toSet());

        assertThat(ModelTrainer.train(CLASSES, settings.without(Set.of("x", "flag")))
                        .provenance())
                .containsEntry("exclude", "flag, x");
        assertThat(ModelTrainer.train(CLASSES, settings.without(many))
                        .provenance()
                        .get("exclude"))
                .startsWith("30 features, SHA-256 of their names ");
        assertThat(ModelTrainer.train(CLASSES, settings).provenance()).doesNotContainKey("exclude");
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void shouldAnswerManyQuestionsAsEachAlone(Algorithm algorithm, TrainingTable table) {
        Scorer scorer = TribuoScorer.load(ModelTrainer.train(table, settings(algorithm, 7)));
        List<Map<String, Object>> questions = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            questions.addAll(questions());
        }

        assertThat(scorer.scoreAll(questions))
                .hasSize(questions.size())
                .isEqualTo(questions.stream().map(scorer::score).toList());
        assertThat(scorer.scoreAll(List.of())).isEmpty();
    }

    private static double accuracy(Algorithm algorithm, TrainingTable later) {
        Scorer scorer = TribuoScorer.load(ModelTrainer.train(CLASSES, settings(algorithm, 7)));
        long right = later.rows().stream()
                .filter(row -> scorer.score(row.features()) instanceof Scored.OfClass scored
                        && row.target().equals(new Target.OfClass(scored.label())))
                .count();
        return right / (double) later.rows().size();
    }

    private static double logOdds(Scorer scorer, double x1, double x2) {
        if (scorer.score(Map.of("x1", x1, "x2", x2)) instanceof Scored.OfClass scored) {
            double yes = scored.scores().getOrDefault("yes", Double.NaN);
            return Math.log(yes / (1 - yes));
        }
        throw new AssertionError("no class");
    }

    private static double number(Scorer scorer, Map<String, ?> features) {
        if (scorer.score(features) instanceof Scored.OfNumber(double value)) {
            return value;
        }
        throw new AssertionError("no number");
    }

    private static Scored ask(
            Model<?> model, FeatureEncodings encodings, Map<String, Object> features, ModelArtifact artifact) {
        String[] columns = encodings.columns().toArray(String[]::new);
        double[] row = encodings.encode(features);
        if (artifact.output() instanceof ModelOutput.Classes) {
            var prediction =
                    model.castModel(Label.class).predict(new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, columns, row));
            Map<String, Double> scores = new HashMap<>();
            prediction.getOutputScores().forEach((label, score) -> scores.put(label, score.getScore()));
            return new Scored.OfClass(prediction.getOutput().getLabel(), scores);
        }
        return new Scored.OfNumber(model.castModel(Regressor.class)
                .predict(new ArrayExample<>(RegressionFactory.UNKNOWN_REGRESSOR, columns, row))
                .getOutput()
                .getValues()[0]);
    }

    /** Rows of the table, and questions with missing, unseen, broken and unknown values. */
    private static List<Map<String, Object>> questions() {
        List<Map<String, Object>> questions = new ArrayList<>(List.of(
                Map.of(),
                Map.of("x", Double.NaN, "y", 1e300, "colour", "never seen", "flag", "yes"),
                Map.of("x", 90L, "y", -1.5f, "colour", "red", "flag", true, "unknown", 3)));
        for (TrainingRow row : CLASSES.rows().subList(0, 100)) {
            Map<String, Object> features = new HashMap<>();
            row.features().forEach((name, value) -> {
                if (value != null) {
                    features.put(name, value);
                }
            });
            questions.add(features);
        }
        return questions;
    }

    private static TrainingSettings settings(Algorithm algorithm, int seed) {
        return TrainingSettings.of(algorithm, hyperParameters(algorithm), seed);
    }

    private static Map<String, Double> hyperParameters(Algorithm algorithm) {
        return switch (algorithm) {
            case RANDOM_FOREST -> Map.of("trees", 30.0);
            case XGBOOST -> Map.of("trees", 30.0, "row_share", 0.8, "column_share", 0.8, "learning_rate", 0.3);
            default -> Map.of();
        };
    }
}
