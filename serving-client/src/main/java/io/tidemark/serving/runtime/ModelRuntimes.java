package io.tidemark.serving.runtime;

import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ScorerLoader;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.onnx.OnnxScorer;
import java.util.Map;
import java.util.TreeSet;

/** Loads a model by the runtime that its artifact names: Tribuo, or ONNX Runtime where that is on the class path. */
public final class ModelRuntimes {
    /** The dependency that an application adds for ONNX models. */
    public static final String ONNX_DEPENDENCY = "com.microsoft.onnxruntime:onnxruntime";

    private static final Map<String, ScorerLoader> LOADERS =
            Map.of(TribuoScorer.RUNTIME, TribuoScorer::load, OnnxScorer.RUNTIME, ModelRuntimes::loadOnnx);

    private ModelRuntimes() {}

    /** The loader of each runtime, by its name. */
    public static Map<String, ScorerLoader> all() {
        return LOADERS;
    }

    /**
     * Loads the model of an artifact.
     *
     * @throws ModelFormatException where there is no such runtime here, or it can't load the model
     */
    public static Scorer load(ModelArtifact artifact) {
        ScorerLoader loader = LOADERS.get(artifact.runtime());
        if (loader == null) {
            throw new ModelFormatException("the model needs the runtime '" + artifact.runtime() + "', there are "
                    + new TreeSet<>(LOADERS.keySet()));
        }
        return loader.load(artifact);
    }

    private static Scorer loadOnnx(ModelArtifact artifact) {
        try {
            return OnnxScorer.load(artifact);
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
            throw new ModelFormatException(
                    "the model needs ONNX Runtime, whose native library can't be loaded on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + ": use a version of " + ONNX_DEPENDENCY + " that has one for it (" + e + ")",
                    e);
        } catch (LinkageError e) {
            throw new ModelFormatException(
                    "the model needs ONNX Runtime, which is not on the class path: add the dependency "
                            + ONNX_DEPENDENCY,
                    e);
        }
    }
}
