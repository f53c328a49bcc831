package io.tidemark.retrain.train;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads XGBoost with its native code, on a thread that nobody interrupts. Where an interrupt comes while its classes are made ready, they can't be used
 * until the process ends; and the first to need them would be a job, which is interrupted when its model goes to another worker.
 */
public final class NativeCode {
    private static final Logger LOG = LoggerFactory.getLogger(NativeCode.class);
    private static final String XGBOOST = "ml.dmlc.xgboost4j.java.XGBoostJNI";

    private NativeCode() {}

    /** Where it can't be loaded, jobs that need it will fail and say so; others don't need it. */
    public static void load() {
        try {
            var _ = Class.forName(XGBOOST, true, NativeCode.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.warn("XGBoost can't be used on this machine: no model can be trained with it", e);
        }
    }
}
