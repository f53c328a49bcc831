package io.tidemark.serving.model;

import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.VariableInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * Scores with a model of Tribuo. Any number of threads may ask at once: models are not changed after they are loaded, and an XGBoost
 * model lets one thread in at a time.
 */
public final class TribuoScorer implements Scorer {
    /** The name of this runtime in a {@link ModelArtifact}. */
    public static final String RUNTIME = "tribuo";

    /** XGBoost takes rows over as one matrix, and Tribuo boxes its cells on the way. */
    private static final int BATCH = 500;

    private final FeatureEncodings encodings;
    private final Function<List<double[]>, List<Scored>> answers;

    private TribuoScorer(FeatureEncodings encodings, Function<List<double[]>, List<Scored>> answers) {
        this.encodings = encodings;
        this.answers = answers;
    }

    /**
     * Loads the model of an artifact.
     *
     * @throws ModelFormatException where it is for another runtime, names a class that may not be loaded, or does not fit the rest of
     *     the artifact
     */
    public static TribuoScorer load(ModelArtifact artifact) {
        if (!artifact.runtime().equals(RUNTIME)) {
            throw new ModelFormatException(
                    "the model needs the runtime '" + artifact.runtime() + "', this one is '" + RUNTIME + "'");
        }
        Model<?> model = TribuoModels.read(artifact.model());
        checkColumns(model, artifact.encodings());
        if (model instanceof XGBoostModel<?> boosted) {
            // One row is no work for several threads.
            boosted.setNumThreads(1);
        }
        String[] columns = artifact.encodings().columns().toArray(String[]::new);
        return new TribuoScorer(
                artifact.encodings(),
                switch (artifact.output()) {
                    case ModelOutput.Classes(List<String> labels) -> classes(model, labels, columns);
                    case ModelOutput.Value() -> number(model, columns);
                });
    }

    @Override
    public Scored score(Map<String, ? extends @Nullable Object> features) {
        return answers.apply(List.of(encodings.encode(features))).getFirst();
    }

    @Override
    public List<Scored> scoreAll(List<? extends Map<String, ? extends @Nullable Object>> questions) {
        List<Scored> all = new ArrayList<>(questions.size());
        for (int from = 0; from < questions.size(); from += BATCH) {
            List<double[]> rows = new ArrayList<>(BATCH);
            for (var features : questions.subList(from, Math.min(questions.size(), from + BATCH))) {
                rows.add(encodings.encode(features));
            }
            all.addAll(answers.apply(rows));
        }
        return all;
    }

    private static Function<List<double[]>, List<Scored>> classes(
            Model<?> model, List<String> labels, String[] columns) {
        Model<Label> classifier = cast(model, Label.class, "classes");
        Set<String> known = classifier.getOutputIDInfo().getDomain().stream()
                .map(Label::getLabel)
                .collect(Collectors.toSet());
        if (!known.equals(new HashSet<>(labels))) {
            throw new ModelFormatException("the artifact is of the classes " + labels + ", its model of " + known);
        }
        return rows -> ask(classifier, LabelFactory.UNKNOWN_LABEL, columns, rows).stream()
                .map(prediction -> scored(labels, prediction.getOutputScores()))
                .toList();
    }

    private static Scored scored(List<String> labels, Map<String, Label> given) {
        Map<String, Double> scores = LinkedHashMap.newLinkedHashMap(labels.size());
        String best = labels.getFirst();
        for (String label : labels) {
            Label score = given.get(label);
            // A vote that no tree gave is not among the scores.
            double value = score == null ? 0 : score.getScore();
            if (!Double.isFinite(value)) {
                throw new IllegalStateException("the model scores the class '" + label + "' with " + value);
            }
            scores.put(label, value);
            if (value > scores.getOrDefault(best, Double.NEGATIVE_INFINITY)) {
                best = label;
            }
        }
        return new Scored.OfClass(best, scores);
    }

    private static Function<List<double[]>, List<Scored>> number(Model<?> model, String[] columns) {
        Model<Regressor> regression = cast(model, Regressor.class, "a number");
        int dimensions = regression.getOutputIDInfo().size();
        if (dimensions != 1) {
            throw new ModelFormatException("the artifact is of one number, its model of " + dimensions);
        }
        return rows -> ask(regression, RegressionFactory.UNKNOWN_REGRESSOR, columns, rows).stream()
                .map(prediction -> number(prediction.getOutput().getValues()[0]))
                .toList();
    }

    private static Scored number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException("the model answers " + value);
        }
        return new Scored.OfNumber(value);
    }

    private static <T extends Output<T>> List<Prediction<T>> ask(
            Model<T> model, T unknown, String[] columns, List<double[]> rows) {
        List<Example<T>> examples = new ArrayList<>(rows.size());
        rows.forEach(row -> examples.add(new ArrayExample<>(unknown, columns, row)));
        return examples.size() == 1 ? List.of(model.predict(examples.getFirst())) : model.predict(examples);
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
