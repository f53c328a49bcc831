package io.tidemark.retrain.train;

import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.TribuoModels;
import io.tidemark.serving.model.TribuoScorer;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tribuo.Model;
import org.tribuo.Tribuo;

/**
 * Trains models. The same table and settings give the same bytes, whenever and on however many processors: a crash in a job can be
 * answered by doing it again.
 */
public final class ModelTrainer {
    private static final int NAMED_EXCLUDED = 20;
    private static final int MAX_NAMES_LENGTH = 1_000;

    private ModelTrainer() {}

    /**
     * Trains a model.
     *
     * @throws TrainingException where the data or the settings are such that no model can be trained
     */
    public static ModelArtifact train(TrainingTable table, TrainingSettings settings) {
        return train(table, settings, Cancellation.NEVER);
    }

    /**
     * Trains a model.
     *
     * @param cancellation asked before and after training itself, which can't be stopped
     * @throws TrainingException where the data or the settings are such that no model can be trained
     */
    public static ModelArtifact train(TrainingTable table, TrainingSettings settings, Cancellation cancellation) {
        requireUsableLocale();
        settings.algorithm().checkTarget(table.ofClasses());
        if (table.isWeighted()) {
            requireWeights(settings);
        }
        ModelOutput output = output(table);
        FeatureEncodings encodings = EncodingLearner.learn(table, settings);
        cancellation.check();
        Model<?> model = fit(new EncodedTable(table, encodings), settings, table.ofClasses());
        cancellation.check();
        return new ModelArtifact(
                output, encodings, TribuoScorer.RUNTIME, bytes(model, settings), provenance(table, settings));
    }

    /**
     * The artifact as bytes.
     *
     * @throws TrainingException where they are more than an artifact may have
     */
    public static byte[] toBytes(ModelArtifact artifact) {
        try {
            return artifact.toBytes();
        } catch (IllegalArgumentException e) {
            throw new TrainingException("the model can't be saved: " + e.getMessage(), e);
        }
    }

    private static void requireWeights(TrainingSettings settings) {
        if (!settings.algorithm().takesWeights()) {
            throw new TrainingException(settings.algorithm().key()
                    + " takes all rows as equal: leave out retrain.data.halfLife, or choose xgboost");
        }
        if (settings.algorithm() == Algorithm.LOGISTIC_REGRESSION && settings.whole("batch") > 1) {
            throw new TrainingException(
                    "logistic_regression takes the rows of one step as equal: set batch to 1 among the"
                            + " hyperParameters, leave out retrain.data.halfLife, or choose xgboost");
        }
    }

    private static byte[] bytes(Model<?> model, TrainingSettings settings) {
        try {
            return TribuoModels.write(model);
        } catch (ModelFormatException e) {
            throw new TrainingException(
                    settings.algorithm().key() + " made a model that can't be saved: " + e.getMessage()
                            + "; train a smaller one, with fewer or shallower trees",
                    e);
        }
    }

    static Model<?> fit(EncodedTable encoded, TrainingSettings settings, boolean ofClasses) {
        TribuoLogging.quieten();
        try {
            return ofClasses ? ClassTrainers.train(encoded, settings) : NumberTrainers.train(encoded, settings);
        } catch (TrainingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TrainingException(settings.algorithm() + " could not be trained: " + e.getMessage(), e);
        }
    }

    /** Tribuo finds methods by names that it capitalises in the language of the process, and Turkish capitals of i have a dot. */
    @SuppressWarnings("StringCaseLocaleUsage") // the process's own language is what is asked for
    private static void requireUsableLocale() {
        if (!"i".toUpperCase().equals("I")) {
            throw new TrainingException("Tribuo can't save models in the language '"
                    + Locale.getDefault().toLanguageTag()
                    + "', whose capital i has a dot: start the worker with -Duser.language=en");
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
        if (!settings.exclude().isEmpty()) {
            entries.put("exclude", excluded(settings.exclude()));
        }
        entries.put("weighted", Boolean.toString(table.isWeighted()));
        entries.put("rows", Integer.toString(table.rows().size()));
        entries.put("tribuo", Tribuo.VERSION);
        return entries;
    }

    /** The names where they are few, else how many and their hash: an artifact's texts are bounded. */
    private static String excluded(Set<String> names) {
        String all = String.join(", ", names);
        if (names.size() <= NAMED_EXCLUDED && all.length() <= MAX_NAMES_LENGTH) {
            return all;
        }
        return names.size() + " features, SHA-256 of their names " + Sha256.ofTexts(names);
    }
}
