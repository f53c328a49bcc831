package io.tidemark.retrain.train;

import java.util.Map;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.MutableOutputInfo;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.slm.ElasticNetCDTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionConverter;

/** Trains models that answer with a number. */
final class NumberTrainers {
    private static final String DIMENSION = "value";

    /** Of heap that a cell needs, measured: the smallest heap in which a table of 5 million cells could be trained on. */
    private static final int LINEAR_BYTES = 100;

    private NumberTrainers() {}

    static Model<Regressor> train(EncodedTable table, TrainingSettings settings) {
        return switch (settings.algorithm()) {
            case LINEAR_REGRESSION -> linear(table, settings);
            case XGBOOST -> boosted(table, settings);
            case LOGISTIC_REGRESSION, RANDOM_FOREST ->
                throw new IllegalArgumentException(settings.algorithm() + " learns no numbers");
        };
    }

    private static Model<Regressor> linear(EncodedTable table, TrainingSettings settings) {
        MutableDataset<Regressor> data = table.dataset(
                new RegressionFactory(), target -> new Regressor(DIMENSION, valueOf(target)), LINEAR_BYTES);
        return new ElasticNetCDTrainer(
                        settings.number("penalty"),
                        settings.number("l1_ratio"),
                        settings.number("tolerance"),
                        settings.whole("max_iterations"),
                        false,
                        settings.seed())
                .train(data);
    }

    private static Model<Regressor> boosted(EncodedTable table, TrainingSettings settings) {
        MutableOutputInfo<Regressor> seen = new RegressionFactory().generateInfo();
        table.rows().forEach(row -> seen.observe(new Regressor(DIMENSION, valueOf(row.target()))));
        return new BoostedTrees<Regressor>(table, settings)
                .fit(
                        Map.of("objective", "reg:squarederror"),
                        NumberTrainers::valueOf,
                        seen.generateImmutableOutputInfo(),
                        new XGBoostRegressionConverter());
    }

    private static double valueOf(Target target) {
        return switch (target) {
            case Target.OfNumber(double value) -> value;
            case Target.OfClass label -> throw new IllegalArgumentException(label + " is no number");
        };
    }
}
