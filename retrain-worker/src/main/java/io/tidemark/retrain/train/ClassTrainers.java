package io.tidemark.retrain.train;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.classification.xgboost.XGBoostClassificationConverter;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.math.optimisers.AdaGrad;

/** Trains models that answer with a class. */
final class ClassTrainers {
    private static final double ADAGRAD_EPSILON = 1e-6;
    private static final int NO_LOGGING = -1;

    /** Of heap that a cell needs, measured: the smallest heap in which a table of 5 million cells could be trained on. */
    private static final int LOGISTIC_BYTES = 32;

    private static final int FOREST_BYTES = 50;

    private ClassTrainers() {}

    /** The classes of a table in their natural order. */
    static SortedSet<String> labels(TrainingTable table) {
        SortedSet<String> labels = new TreeSet<>();
        for (TrainingRow row : table.rows()) {
            labels.add(labelOf(row.target()));
        }
        if (labels.size() < 2) {
            throw new TrainingException("all " + table.rows().size() + " rows are of the class '" + labels.first()
                    + "': a model needs two to tell apart; widen the window that labelled examples come from");
        }
        if (labels.contains(Label.UNKNOWN)) {
            throw new TrainingException(
                    "a class is named '" + Label.UNKNOWN + "', which Tribuo keeps for itself: rename it");
        }
        return labels;
    }

    static Model<Label> train(EncodedTable table, TrainingSettings settings) {
        if (settings.algorithm() == Algorithm.XGBOOST) {
            return boosted(table, settings);
        }
        int bytesACell = settings.algorithm() == Algorithm.RANDOM_FOREST ? FOREST_BYTES : LOGISTIC_BYTES;
        MutableDataset<Label> data =
                table.dataset(new LabelFactory(), target -> new Label(labelOf(target)), bytesACell);
        return trainer(settings).train(data);
    }

    private static Trainer<Label> trainer(TrainingSettings settings) {
        return switch (settings.algorithm()) {
            case LOGISTIC_REGRESSION ->
                new LinearSGDTrainer(
                        new LogMulticlass(),
                        new AdaGrad(settings.number("learning_rate"), ADAGRAD_EPSILON),
                        settings.whole("epochs"),
                        NO_LOGGING,
                        settings.whole("batch"),
                        settings.seed());
            case RANDOM_FOREST ->
                new RandomForestTrainer<>(
                        new CARTClassificationTrainer(
                                settings.whole("max_depth"),
                                settings.whole("min_rows"),
                                0f,
                                (float) settings.number("column_share"),
                                false,
                                new GiniIndex(),
                                settings.seed()),
                        new VotingCombiner(),
                        settings.whole("trees"),
                        settings.seed());
            case XGBOOST, LINEAR_REGRESSION ->
                throw new IllegalArgumentException(settings.algorithm() + " is not trained like this");
        };
    }

    private static Model<Label> boosted(EncodedTable table, TrainingSettings settings) {
        MutableOutputInfo<Label> seen = new LabelFactory().generateInfo();
        table.rows().forEach(row -> seen.observe(new Label(labelOf(row.target()))));
        ImmutableOutputInfo<Label> outputs = seen.generateImmutableOutputInfo();
        return new BoostedTrees<Label>(table, settings)
                .fit(
                        Map.of("objective", "multi:softprob", "num_class", outputs.size()),
                        target -> outputs.getID(new Label(labelOf(target))),
                        outputs,
                        new XGBoostClassificationConverter());
    }

    private static String labelOf(Target target) {
        return switch (target) {
            case Target.OfClass(String label) -> label;
            case Target.OfNumber number -> throw new IllegalArgumentException(number + " is no class");
        };
    }
}
