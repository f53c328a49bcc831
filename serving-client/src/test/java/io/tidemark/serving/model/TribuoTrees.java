package io.tidemark.serving.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/** XGBoost models that are trained on weighted rows of two numbers and a flag, and rows to ask them. */
final class TribuoTrees {
    static final FeatureEncodings ENCODINGS = new FeatureEncodings(
            List.of(new NumberEncoding("a", 0, 0, 1), new NumberEncoding("b", 0, 0, 1), new BooleanEncoding("c")));

    /** Not in their alphabetical order, in which Tribuo numbers features. */
    static final List<String> COLUMNS = ENCODINGS.columns();

    static final Map<String, Object> HIST =
            Map.of("tree_method", "hist", "max_bin", 256, "nthread", 1, "verbosity", 0, "max_depth", 5);

    private static final String[] NAMES = COLUMNS.toArray(String[]::new);
    private static final int ROWS = 400;
    private static final int TREES = 20;
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    static {
        TRIBUO.setLevel(Level.WARNING);
    }

    private TribuoTrees() {}

    /** Classes {@code 0} to {@code classes - 1}. */
    static XGBoostModel<Label> classes(int classes, Map<String, Object> parameters) {
        return train(
                new XGBoostClassificationTrainer(TREES, with("multi:softprob", parameters)),
                new LabelFactory(),
                row -> new Label(Integer.toString((int) Math.floorMod(Math.round(score(row)), (long) classes))));
    }

    static XGBoostModel<Regressor> number(
            XGBoostRegressionTrainer.RegressionType type,
            Map<String, Object> parameters,
            ToDoubleFunction<double[]> target) {
        return train(
                new XGBoostRegressionTrainer(type, TREES, with(type.paramName, parameters)),
                new RegressionFactory(),
                row -> new Regressor("value", target.applyAsDouble(row)));
    }

    static double score(double[] row) {
        return 3 * row[0] - 2 * row[0] * row[2] + row[3] + 2 * row[4];
    }

    /** Rows that training has not seen. */
    static List<double[]> rows() {
        return questions().stream().map(ENCODINGS::encode).toList();
    }

    /** Questions that training has not seen. */
    static List<Map<String, Object>> questions() {
        Random random = new Random(99);
        return Stream.generate(() -> question(random)).limit(ROWS).toList();
    }

    /** The probability of a class, by XGBoost itself. */
    static double probability(XGBoostModel<Label> model, String label, double[] row) {
        return Objects.requireNonNull(model.predict(example(LabelFactory.UNKNOWN_LABEL, row))
                        .getOutputScores()
                        .get(label))
                .getScore();
    }

    /** The answer of XGBoost itself. */
    static double number(XGBoostModel<Regressor> model, double[] row) {
        return model.predict(example(RegressionFactory.UNKNOWN_REGRESSOR, row))
                .getOutput()
                .getValues()[0];
    }

    private static <T extends Output<T>> XGBoostModel<T> train(
            Trainer<T> trainer, OutputFactory<T> factory, Function<double[], T> answer) {
        MutableDataset<T> data = new MutableDataset<>(new SimpleDataSourceProvenance("test", factory), factory);
        Random random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            double[] row = ENCODINGS.encode(question(random));
            Example<T> example = example(answer.apply(row), row);
            example.setWeight(0.5f + random.nextFloat());
            data.add(example);
        }
        return (XGBoostModel<T>) trainer.train(data);
    }

    private static Map<String, Object> with(String objective, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("objective", objective);
        return all;
    }

    /** Coarse numbers, so that questions hit thresholds; some are missing. */
    private static Map<String, Object> question(Random random) {
        Map<String, Object> question = new HashMap<>();
        question.put("a", Math.rint(random.nextDouble(-32, 32)) / 16);
        if (random.nextInt(5) > 0) {
            question.put("b", Math.rint(random.nextDouble(-32, 32)) / 16);
        }
        question.put("c", random.nextBoolean());
        return question;
    }

    private static <T extends Output<T>> Example<T> example(T output, double[] row) {
        return new ArrayExample<>(output, NAMES, row);
    }
}
