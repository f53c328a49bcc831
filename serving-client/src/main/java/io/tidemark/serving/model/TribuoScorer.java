package io.tidemark.serving.model;

import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Scores with a model of Tribuo. Any number of threads may ask at once and none waits for another: models are not changed after they are loaded, and
 * of an XGBoost model {@link BoostedTrees} answer in Java, nothing native.
 */
public final class TribuoScorer implements Scorer {
    /** The name of this runtime in a {@link ModelArtifact}. */
    public static final String RUNTIME = "tribuo";

    private final FeatureEncodings encodings;
    private final Function<double[], Scored> answer;

    private TribuoScorer(FeatureEncodings encodings, Function<double[], Scored> answer) {
        this.encodings = encodings;
        this.answer = answer;
    }

    /**
     * Loads the model of an artifact.
     *
     * @throws ModelFormatException where it is for another runtime, names a class that may not be loaded, does not fit the rest of the artifact, or is
     *     an XGBoost model of a kind that is not served
     */
    public static TribuoScorer load(ModelArtifact artifact) {
        if (!artifact.runtime().equals(RUNTIME)) {
            throw new ModelFormatException(
                    "the model needs the runtime '" + artifact.runtime() + "', this one is '" + RUNTIME + "'");
        }
        Model<?> model = TribuoModels.read(artifact.model());
        checkColumns(model, artifact.encodings());
        List<String> columns = artifact.encodings().columns();
        return new TribuoScorer(
                artifact.encodings(),
                switch (artifact.output()) {
                    case ModelOutput.Classes(List<String> labels) -> classes(model, labels, columns);
                    case ModelOutput.Value() -> number(model, columns);
                });
    }

    @Override
    public Scored score(Map<String, ? extends @Nullable Object> features) {
        return answer.apply(encodings.encode(features));
    }

    private static Function<double[], Scored> classes(Model<?> model, List<String> labels, List<String> columns) {
        Model<Label> classifier = cast(model, Label.class, "classes");
        Set<String> known = classifier.getOutputIDInfo().getDomain().stream()
                .map(Label::getLabel)
                .collect(Collectors.toSet());
        if (!known.equals(new HashSet<>(labels))) {
            throw new ModelFormatException("the artifact is of the classes " + labels + ", its model of " + known);
        }
        Function<double[], double[]> scores = classifier instanceof XGBoostModel<Label> boosted
                ? boostedClasses(boosted, labels, columns)
                : predictedClasses(classifier, labels, columns);
        return row -> scored(labels, scores.apply(row));
    }

    /** The scores of labels, in the order of labels. */
    private static Function<double[], double[]> boostedClasses(
            XGBoostModel<Label> model, List<String> labels, List<String> columns) {
        BoostedTrees trees = read(model, columns, labels.size());
        int[] outputs = labels.stream()
                .mapToInt(label -> model.getOutputIDInfo().getID(new Label(label)))
                .toArray();
        return row -> {
            float[] answer = trees.answer(row);
            double[] scores = new double[outputs.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = answer[outputs[i]];
            }
            return scores;
        };
    }

    private static Function<double[], double[]> predictedClasses(
            Model<Label> model, List<String> labels, List<String> columns) {
        String[] names = columns.toArray(String[]::new);
        return row -> {
            Map<String, Label> given = model.predict(new ArrayExample<>(LabelFactory.UNKNOWN_LABEL, names, row))
                    .getOutputScores();
            double[] scores = new double[labels.size()];
            for (int i = 0; i < scores.length; i++) {
                Label score = given.get(labels.get(i));
                // A vote that no tree gave is not among the scores.
                scores[i] = score == null ? 0 : score.getScore();
            }
            return scores;
        };
    }

    private static Scored scored(List<String> labels, double[] values) {
        Map<String, Double> scores = LinkedHashMap.newLinkedHashMap(values.length);
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalStateException("the model scores the class '" + labels.get(i) + "' with " + values[i]);
            }
            scores.put(labels.get(i), values[i]);
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return new Scored.OfClass(labels.get(best), scores);
    }

    private static Function<double[], Scored> number(Model<?> model, List<String> columns) {
        Model<Regressor> regression = cast(model, Regressor.class, "a number");
        int dimensions = regression.getOutputIDInfo().size();
        if (dimensions != 1) {
            throw new ModelFormatException("the artifact is of one number, its model of " + dimensions);
        }
        ToDoubleFunction<double[]> value = regression instanceof XGBoostModel<Regressor> boosted
                ? boostedNumber(boosted, columns)
                : predictedNumber(regression, columns);
        return row -> number(value.applyAsDouble(row));
    }

    private static ToDoubleFunction<double[]> boostedNumber(XGBoostModel<Regressor> model, List<String> columns) {
        BoostedTrees trees = read(model, columns, 1);
        return row -> trees.answer(row)[0];
    }

    private static ToDoubleFunction<double[]> predictedNumber(Model<Regressor> model, List<String> columns) {
        String[] names = columns.toArray(String[]::new);
        return row -> model.predict(new ArrayExample<>(RegressionFactory.UNKNOWN_REGRESSOR, names, row))
                .getOutput()
                .getValues()[0];
    }

    private static Scored number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException("the model answers " + value);
        }
        return new Scored.OfNumber(value);
    }

    private static BoostedTrees read(XGBoostModel<?> model, List<String> columns, int outputs) {
        BoostedTrees trees = BoosterReader.read(model, columns);
        if (trees.outputs() != outputs) {
            throw new ModelFormatException(
                    "XGBoost model: it answers with " + trees.outputs() + " numbers, the artifact is of " + outputs);
        }
        return trees;
    }

    private static <T extends Output<T>> Model<T> cast(Model<?> model, Class<T> type, String what) {
        try {
            return model.castModel(type);
        } catch (ClassCastException e) {
            throw new ModelFormatException("the artifact answers with " + what + ", its model does not", e);
        }
    }

    private static void checkColumns(Model<?> model, FeatureEncodings encodings) {
        Set<String> columns = new HashSet<>(encodings.columns());
        for (VariableInfo feature : model.getFeatureIDMap()) {
            if (!columns.contains(feature.getName())) {
                throw new ModelFormatException("the model needs the column '" + feature.getName()
                        + "', which no encoding of the artifact gives");
            }
        }
    }
}
