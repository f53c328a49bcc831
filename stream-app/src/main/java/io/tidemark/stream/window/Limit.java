package io.tidemark.stream.window;

import io.tidemark.profile.sketch.SketchConfig;
import java.util.Arrays;
import java.util.Optional;

/** A bound on what the monitor takes in, and what becomes of the excess. */
public enum Limit {
    MODELS(
            "models",
            "records of further models are dead letters",
            "is an id or a time part of the model's name? Else raise tidemark.max.models, or apply a spec: models that have one always have a place"),
    EVENTS(
            "events",
            "records with too many features or tags, or too long names, are dead letters",
            "is an id or a time part of a name? Else raise tidemark.max.features, tidemark.max.feature.names or, of models and versions, tidemark.max.name.length"),
    VERSIONS(
            "versions",
            "records of further versions of a window are dead letters",
            "is an id or a time part of the version? Else raise tidemark.max.versions"),
    SEGMENTS(
            "segments",
            "rows of further segments count in TAG=other",
            "is there an id in a tag of segments.by? Else raise segments.max in the spec"),
    FEATURES(
            "features",
            "values of further features of a window are counted and not profiled",
            "is an id or a time part of feature names? Else raise tidemark.max.features"),
    CATEGORIES(
            "categories",
            "rare categories are not counted one by one, and others within an error",
            "ignore features that are free text or ids in the spec; else raise tidemark.max.categories, which helps up to "
                    + (SketchConfig.window().maxCategoryBytes() >> 10) + " KiB of text in a feature"),
    MEMORY(
            "memory",
            "windows are counted and not profiled, the largest first and those of models without a spec before others",
            "see what fills it: segments, features, versions or open windows of this model. Else give the monitor more heap, or raise tidemark.max.profile.bytes");

    private final String key;
    private final String excess;
    private final String remedy;

    Limit(String key, String excess, String remedy) {
        this.key = key;
        this.excess = excess;
        this.remedy = remedy;
    }

    /** Its name in state and messages. */
    public String key() {
        return key;
    }

    /** The limit of that key; empty where this release has none. */
    public static Optional<Limit> ofKey(String key) {
        return Arrays.stream(values()).filter(limit -> limit.key.equals(key)).findFirst();
    }

    /** What becomes of what is too much. */
    public String excess() {
        return excess;
    }

    /** What a person can do. */
    public String remedy() {
        return remedy;
    }

    /** Whether whole records, or the profiles of whole windows, are lost by it, and not details. */
    public boolean losesRows() {
        return this == MODELS || this == EVENTS || this == VERSIONS || this == MEMORY;
    }
}
