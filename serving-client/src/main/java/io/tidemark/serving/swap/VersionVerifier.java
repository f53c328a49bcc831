package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.ScorerLoader;
import io.tidemark.serving.version.GoldenMismatchException;
import io.tidemark.serving.version.GoldenPredictions;
import java.util.Map;
import java.util.TreeSet;

/** Makes the bytes of a version answer, and asks its golden predictions before anybody else may ask. */
final class VersionVerifier {
    private final Map<String, ScorerLoader> runtimes;

    VersionVerifier(Map<String, ScorerLoader> runtimes) {
        this.runtimes = Map.copyOf(runtimes);
    }

    /**
     * @param bytes with the SHA-256 that the record names
     * @throws RefusedException if the version is not to be served
     */
    ServedModel load(ModelVersion record, byte[] bytes) {
        try {
            ModelArtifact artifact = ModelArtifact.read(bytes);
            checkPositive(record, artifact);
            Scorer scorer = loader(artifact).load(artifact);
            GoldenPredictions.check(scorer, record.getGolden());
            return new ServedModel(record, scorer);
        } catch (ModelFormatException | GoldenMismatchException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), false, e);
        } catch (OutOfMemoryError e) {
            throw new RefusedException("there is no memory left to load it: " + e.getMessage(), true, e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new RefusedException("its runtime can't load it: " + e, false, e);
        }
    }

    private ScorerLoader loader(ModelArtifact artifact) {
        ScorerLoader loader = runtimes.get(artifact.runtime());
        if (loader == null) {
            throw new ModelFormatException("it needs the runtime '" + artifact.runtime() + "', this application has "
                    + new TreeSet<>(runtimes.keySet()) + "; give HotSwapModel's builder another one by runtime()");
        }
        return loader;
    }

    private static void checkPositive(ModelVersion record, ModelArtifact artifact) {
        String positive = record.getPositive();
        if (positive != null
                && artifact.output() instanceof ModelOutput.Classes classes
                && !classes.labels().contains(positive)) {
            throw new ModelFormatException(
                    "its positive class is '" + positive + "', the model knows " + classes.labels());
        }
    }
}
