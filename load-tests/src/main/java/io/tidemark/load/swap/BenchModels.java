package io.tidemark.load.swap;

import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.NumberEncoding;
import io.tidemark.serving.model.TribuoModels;
import io.tidemark.serving.model.TribuoScorer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Trained models of 20 features that answer the same question differently. */
final class BenchModels {
    static final int FEATURES = 20;
    private static final int ROWS = 2_000;
    private static final int TREES = 100;

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger TRIBUO = Logger.getLogger("org.tribuo");

    private BenchModels() {}

    /** What every model is asked. */
    static Map<String, Object> question() {
        Map<String, Object> question = new HashMap<>();
        for (int i = 0; i < FEATURES; i++) {
            question.put("x" + i, 0.1 * i);
        }
        return question;
    }

    /** 100 trees. */
    static byte[] xgboost(long seed) {
        return artifact(new XGBoostClassificationTrainer(TREES, 1, true), seed);
    }

    static byte[] logistic(long seed) {
        return artifact(new LogisticRegressionTrainer(), seed);
    }

    private static byte[] artifact(Trainer<Label> trainer, long seed) {
        TRIBUO.setLevel(Level.WARNING);
        List<FeatureEncoding> encodings = new ArrayList<>();
        for (int i = 0; i < FEATURES; i++) {
            encodings.add(new NumberEncoding("x" + i, 0, 0, 1));
        }
        FeatureEncodings features = new FeatureEncodings(encodings);
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> data = new MutableDataset<>(new SimpleDataSourceProvenance("bench", labels), labels);
        Random random = new Random(seed);
        String[] columns = features.columns().toArray(String[]::new);
        for (int row = 0; row < ROWS; row++) {
            Map<String, Double> values = new HashMap<>();
            for (int i = 0; i < FEATURES; i++) {
                values.put("x" + i, random.nextGaussian());
            }
            boolean late = values.getOrDefault("x1", 0.0) * seed + random.nextGaussian() > 0;
            data.add(new ArrayExample<>(new Label(late ? "late" : "on-time"), columns, features.encode(values)));
        }
        return new ModelArtifact(
                        new ModelOutput.Classes(List.of("late", "on-time")),
                        features,
                        TribuoScorer.RUNTIME,
                        TribuoModels.write(trainer.train(data)),
                        Map.of())
                .toBytes();
    }
}
