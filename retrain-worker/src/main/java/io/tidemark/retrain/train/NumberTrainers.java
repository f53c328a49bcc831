package io.tidemark.retrain.train;

import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** Trains models that answer with a number. */
final class NumberTrainers {
    private static final String DIMENSION = "value";

    private NumberTrainers() {}

    static Model<Regressor> train(EncodedTable table, TrainingSettings settings) {
        MutableDataset<Regressor> data =
                table.dataset(new RegressionFactory(), target -> new Regressor(DIMENSION, valueOf(target)));
        return trainer(settings).train(data);
    }

    private static Trainer<Regressor> trainer(TrainingSettings settings) {
        return switch (settings.algorithm()) {
            case LINEAR_REGRESSION ->
                new ElasticNetCDTrainer(
                        settings.number("penalty"),
                        settings.number("l1_ratio"),
                        settings.number("tolerance"),
                        settings.whole("max_iterations"),
                        false,
                        settings.seed());
            case XGBOOST ->
                new XGBoostRegressionTrainer(
                        RegressionType.LINEAR,
                        settings.whole("trees"),
                        settings.number("learning_rate"),
                        settings.number("min_gain"),
                        settings.whole("max_depth"),
                        settings.number("min_weight"),
                        settings.number("row_share"),
                        settings.number("column_share"),
                        settings.number("l2"),
                        settings.number("l1"),
                        ModelTrainer.THREADS,
                        true,
                        settings.seed());
            case LOGISTIC_REGRESSION, RANDOM_FOREST ->
                throw new IllegalArgumentException(settings.algorithm() + " learns no numbers");
        };
    }

    private static double valueOf(Target target) {
        return switch (target) {
            case Target.OfNumber(double value) -> value;
            case Target.OfClass label -> throw new IllegalArgumentException(label + " is no number");
        };
    }
}
