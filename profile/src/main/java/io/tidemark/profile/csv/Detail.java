package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.SketchConfig;

/** How exact profiles of a file are to be. */
public enum Detail {
    /** As a baseline that travels through Kafka and lives in the monitor. */
    STREAM {
        @Override
        public SketchConfig config(int features) {
            return SketchConfig.making(features);
        }

        @Override
        FeatureBaseline kept(FeatureBaseline feature) {
            return feature.within(SketchConfig.baseline());
        }

        @Override
        public int maxCategoryBins() {
            return FeatureBaseline.MAX_CATEGORY_BINS;
        }
    },
    /** As exact as memory allows, every category with a bin of its own: for comparing files. */
    OFFLINE {
        @Override
        public SketchConfig config(int features) {
            return SketchConfig.offline(features);
        }

        @Override
        FeatureBaseline kept(FeatureBaseline feature) {
            return feature;
        }

        @Override
        public int maxCategoryBins() {
            return Integer.MAX_VALUE;
        }
    };

    /** The sketches of a file with so many features, while it is read. */
    public abstract SketchConfig config(int features);

    /** What is kept of a feature when its bins are counted. */
    abstract FeatureBaseline kept(FeatureBaseline feature);

    /** How many categories get a bin of their own. */
    public abstract int maxCategoryBins();
}
