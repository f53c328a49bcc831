package io.tidemark.retrain.train;

import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.TribuoModels;
import io.tidemark.serving.model.TribuoScorer;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.Tribuo;

/**
 * Trains models. The same table and settings give the same bytes, whenever and on however many processors: a crash in a job can be
 * answered by doing it again.
 */
public final class ModelTrainer {
    /** XGBoost adds up in another order with more threads, which shows in the last digits. */
    static final int THREADS = 1;

    private ModelTrainer() {}

    /**
     * Trains a model.
     *
     * @throws TrainingException where the data or the settings are such that no model can be trained
     */
    public static ModelArtifact train(TrainingTable table, TrainingSettings settings) {
        settings.algorithm().checkTarget(table.ofClasses());
        ModelOutput output = output(table);
        FeatureEncodings encodings = EncodingLearner.learn(table, settings);
        Model<?> model = fit(new EncodedTable(table, encodings), settings, table.ofClasses());
        return new ModelArtifact(
                output, encodings, TribuoScorer.RUNTIME, TribuoModels.write(model), provenance(table, settings));
    }

    static Model<?> fit(EncodedTable encoded, TrainingSettings settings, boolean ofClasses) {
        try {
            return ofClasses ? ClassTrainers.train(encoded, settings) : NumberTrainers.train(encoded, settings);
        } catch (RuntimeException e) {
            throw new TrainingException(settings.algorithm() + " could not be trained: " + e.getMessage(), e);
        }
    }

    private static ModelOutput output(TrainingTable table) {
        if (!table.ofClasses()) {
            return new ModelOutput.Value();
        }
        var labels = ClassTrainers.labels(table);
        if (labels.size() > ModelOutput.Classes.MAX_CLASSES) {
            throw new TrainingException("the rows are of " + labels.size() + " classes, more than "
                    + ModelOutput.Classes.MAX_CLASSES + ": are the labels numbers or ids?");
        }
        return new ModelOutput.Classes(new ArrayList<>(labels));
    }

    /** What tells one training from another. No time, host or thread count: the artifact must not depend on them. */
    private static Map<String, String> provenance(TrainingTable table, TrainingSettings settings) {
        Map<String, String> entries = new TreeMap<>();
        entries.put("algorithm", settings.algorithm().name());
        for (HyperParameter parameter : settings.algorithm().hyperParameters()) {
            entries.put("hyperParameters." + parameter.name(), parameter.text(settings.number(parameter.name())));
        }
        entries.put("seed", Integer.toString(settings.seed()));
        entries.put("maxCategories", Integer.toString(settings.maxCategories()));
        entries.put("rows", Integer.toString(table.rows().size()));
        entries.put("tribuo", Tribuo.VERSION);
        return entries;
    }
}
