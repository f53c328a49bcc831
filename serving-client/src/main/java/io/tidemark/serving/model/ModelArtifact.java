package io.tidemark.serving.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A saved model with all that is needed to score: how features are encoded, what kind of answer comes, and the bytes of the model
 * in the form of its runtime. Immutable.
 *
 * <p>The bytes of equal artifacts are equal. {@link #read} accepts nothing that {@link #toBytes} did not write: see
 * {@link ArtifactFormat}.
 */
public final class ModelArtifact {
    /** The largest artifact, in bytes. */
    public static final int MAX_BYTES = 64 << 20;

    private final ModelOutput output;
    private final FeatureEncodings encodings;
    private final String runtime;
    private final byte[] model;
    private final SortedMap<String, String> provenance;

    /**
     * @param runtime the name of the runtime that can load {@code model}, such as {@link TribuoScorer#RUNTIME}
     * @param model the model in the form of its runtime
     * @param provenance where the model comes from, for people and audits: trainer, hyper-parameters, seed. Nothing that differs
     *     between two trainings that give the same model, such as a time
     */
    public ModelArtifact(
            ModelOutput output,
            FeatureEncodings encodings,
            String runtime,
            byte[] model,
            Map<String, String> provenance) {
        this.output = output;
        this.encodings = encodings;
        this.runtime = runtime;
        this.model = model.clone();
        this.provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
    }

    /**
     * Reads an artifact.
     *
     * @throws ModelFormatException where the bytes are damaged, cut short, too many, or of a version this program does not know
     */
    public static ModelArtifact read(byte[] bytes) {
        return ArtifactFormat.read(bytes);
    }

    /**
     * The artifact as bytes.
     *
     * @throws IllegalArgumentException where they would be more than {@link #MAX_BYTES}, or a text is longer than the format takes
     */
    public byte[] toBytes() {
        return ArtifactFormat.write(this);
    }

    public ModelOutput output() {
        return output;
    }

    public FeatureEncodings encodings() {
        return encodings;
    }

    public String runtime() {
        return runtime;
    }

    /** A copy of the model in the form of its runtime. */
    public byte[] model() {
        return model.clone();
    }

    public SortedMap<String, String> provenance() {
        return provenance;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelArtifact that
                && output.equals(that.output)
                && encodings.equals(that.encodings)
                && runtime.equals(that.runtime)
                && Arrays.equals(model, that.model)
                && provenance.equals(that.provenance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(output, encodings, runtime, Arrays.hashCode(model), provenance);
    }

    @Override
    public String toString() {
        return "ModelArtifact[" + output + ", " + encodings.asList().size() + " features, " + runtime + ", "
                + model.length + " bytes, " + provenance + "]";
    }
}
