package io.tidemark.serving.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.VariableIDInfo;
import org.tribuo.common.xgboost.XGBoostModel;

/**
 * Reads the trees out of an XGBoost model, once, and lets go of what is native.
 *
 * <p>Asked natively, a model gets slower with every question: each makes a matrix that waits for a finalizer to be freed, and XGBoost looks through the
 * predictions that it keeps for every such matrix. And one thread is let in at a time.
 */
final class BoosterReader {
    private BoosterReader() {}

    /**
     * The trees of a model, which answer as XGBoost does.
     *
     * @param columns the names of the columns of a row; they hold all features of the model
     * @throws ModelFormatException where the model is of a kind that is not served, or its trees answer otherwise than XGBoost
     */
    static BoostedTrees read(XGBoostModel<?> model, List<String> columns) {
        int[] columnOfFeature = columnOfFeature(model.getFeatureIDMap(), columns);
        List<Booster> boosters = model.getInnerModels();
        try {
            if (boosters.size() != 1) {
                throw new ModelFormatException("XGBoost model: " + boosters.size() + " boosters, one may be loaded");
            }
            Booster booster = boosters.getFirst();
            // One row is no work for several threads.
            booster.setParam("nthread", 1);
            BoostedTrees trees = BoostedTrees.of(BoosterDocument.parse(booster.toByteArray("json")), columnOfFeature);
            NativeComparison.requireSame(trees, booster, columnOfFeature, columns.size());
            return trees;
        } catch (XGBoostError e) {
            throw new ModelFormatException("XGBoost model: the library can't read it: " + e.getMessage(), e);
        } finally {
            boosters.forEach(Booster::dispose);
        }
    }

    private static int[] columnOfFeature(ImmutableFeatureMap features, List<String> columns) {
        Map<String, Integer> positions = HashMap.newHashMap(columns.size());
        columns.forEach(column -> positions.put(column, positions.size()));
        int[] columnOfFeature = new int[features.size()];
        for (int id = 0; id < columnOfFeature.length; id++) {
            VariableIDInfo feature = features.get(id);
            Integer column = feature == null ? null : positions.get(feature.getName());
            if (column == null) {
                throw new ModelFormatException("XGBoost model: no column holds its feature " + id);
            }
            columnOfFeature[id] = column;
        }
        return columnOfFeature;
    }
}
