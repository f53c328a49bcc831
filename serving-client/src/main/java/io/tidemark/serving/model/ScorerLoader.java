package io.tidemark.serving.model;

import io.tidemark.serving.Scorer;

/** A runtime for models: it makes a saved model answer. {@link TribuoScorer#load} is one. */
@FunctionalInterface
public interface ScorerLoader {

    /**
     * Loads the model of an artifact. What it returns is asked by any number of threads at once, and may still be asked a moment after another model took
     * its place; so it is never closed. Memory outside of the heap is freed when the scorer is garbage, as by a {@link java.lang.ref.Cleaner}.
     *
     * @throws RuntimeException where the model can't be loaded; the message says why
     */
    Scorer load(ModelArtifact artifact);
}
