package io.tidemark.retrain.train;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.common.xgboost.XGBoostOutputConverter;
import org.tribuo.common.xgboost.XGBoostTrainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * Trains XGBoost on an {@link EncodedTable} without Tribuo's examples, which take some hundred bytes a cell on the way; what comes out is Tribuo's
 * model.
 *
 * <p>Splits are looked for in histograms of {@value #BINS} bins ({@code hist}): a tenth of the time of looking at every value. One thread: with two,
 * which wait for each other in a busy loop, training takes many times as long where other work wants the processors.
 *
 * @param <T> what the model answers with
 */
final class BoostedTrees<T extends Output<T>> extends XGBoostTrainer<T> {
    private static final int BINS = 256;
    private static final int THREADS = 1;
    private static final int SILENT = 0;

    private final EncodedTable table;
    private final TrainingSettings settings;

    BoostedTrees(EncodedTable table, TrainingSettings settings) {
        super(settings.whole("trees"), Map.of("objective", "set by fit"));
        this.table = table;
        this.settings = settings;
    }

    /**
     * Trains a model.
     *
     * @param objective XGBoost's objective with what belongs to it
     * @param label what is to be learned of a target
     */
    XGBoostModel<T> fit(
            Map<String, Object> objective,
            ToDoubleFunction<Target> label,
            ImmutableOutputInfo<T> outputs,
            XGBoostOutputConverter<T> converter) {
        requireRoom();
        ImmutableFeatureMap features = table.featureMap();
        try {
            return createModel(
                    "xgboost", provenance(), features, outputs, List.of(boost(objective, label, features)), converter);
        } catch (XGBoostError e) {
            throw new TrainingException("XGBoost: " + e.getMessage(), e);
        }
    }

    private Booster boost(Map<String, Object> objective, ToDoubleFunction<Target> label, ImmutableFeatureMap features)
            throws XGBoostError {
        DMatrix rows = new DMatrix(table.matrix(features), table.rows().size(), table.columns(), Float.NaN);
        try {
            rows.setLabel(labels(label));
            rows.setWeight(table.weights());
            return XGBoost.train(rows, parameters(objective), settings.whole("trees"), Map.of(), null, null);
        } finally {
            rows.dispose();
        }
    }

    private float[] labels(ToDoubleFunction<Target> label) {
        float[] labels = new float[table.rows().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (float) label.applyAsDouble(table.rows().get(i).target());
        }
        return labels;
    }

    private Map<String, Object> parameters(Map<String, Object> objective) {
        Map<String, Object> all = new TreeMap<>(objective);
        all.put("eta", settings.number("learning_rate"));
        all.put("gamma", settings.number("min_gain"));
        all.put("max_depth", settings.whole("max_depth"));
        all.put("min_child_weight", settings.number("min_weight"));
        all.put("subsample", settings.number("row_share"));
        all.put("colsample_bytree", settings.number("column_share"));
        all.put("lambda", settings.number("l2"));
        all.put("alpha", settings.number("l1"));
        all.put("tree_method", "hist");
        all.put("max_bin", BINS);
        all.put("nthread", THREADS);
        all.put("seed", settings.seed());
        all.put("verbosity", SILENT);
        return all;
    }

    private void requireRoom() {
        int rows = table.rows().size();
        TableRoom.require(rows, table.columns(), Float.BYTES);
        // The matrix is one array.
        TableRoom.require(rows, table.columns(), Float.BYTES, (long) Integer.MAX_VALUE * Float.BYTES);
    }

    /** It is not written; Tribuo's models have one. */
    private static ModelProvenance provenance() {
        return new ModelProvenance(
                XGBoostModel.class.getName(),
                OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC),
                new EmptyDatasetProvenance(),
                new EmptyTrainerProvenance(),
                Map.of(),
                false);
    }

    @Override
    public Model<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        throw new UnsupportedOperationException("trains on an encoded table");
    }

    @Override
    public Model<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        throw new UnsupportedOperationException("trains on an encoded table");
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new EmptyTrainerProvenance();
    }
}
