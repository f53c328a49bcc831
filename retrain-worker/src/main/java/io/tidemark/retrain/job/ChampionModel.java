package io.tidemark.retrain.job;

import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.artifact.ArtifactException;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model of the version in production, to be asked again. What it logged may lack scores, and a challenger that can't be compared is refused: so only a model
 * that is not there, or can't be used, is done without. An outage says nothing of the model, and is waited for.
 */
final class ChampionModel {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionModel.class);

    /** A heap that looks full may have room after its next collection. */
    private static final int LOOKS_FOR_ROOM = 5;

    private final Supplier<ArtifactFetcher> fetchers;
    private final Consumer<Runnable> undisturbed;
    private final Runnable pause;

    /**
     * @param undisturbed closes what was opened, as {@link JobProgress#undisturbed} has it
     * @param pause waits before the next try; throws where nobody waits for the job any more
     */
    ChampionModel(Supplier<ArtifactFetcher> fetchers, Consumer<Runnable> undisturbed, Runnable pause) {
        this.fetchers = fetchers;
        this.undisturbed = undisturbed;
        this.pause = pause;
    }

    /**
     * The model; empty where what it logged has to do.
     *
     * @throws TrainingException where the heap has no room for it
     * @throws CancellationException where nobody waits for the job any more
     */
    Optional<ModelArtifact> of(ModelVersion version) {
        for (int looks = 1; ; ) {
            try {
                return Optional.of(ModelArtifact.read(bytesOf(version)));
            } catch (ModelFormatException e) {
                return without(version, e);
            } catch (ArtifactException e) {
                switch (e.problem()) {
                    case BAD_REFERENCE, TOO_LARGE, INCOMPLETE, DAMAGED -> {
                        return without(version, e);
                    }
                    case GIVEN_UP -> throw new CancellationException(e.getMessage());
                    case NO_ROOM -> {
                        if (looks++ == LOOKS_FOR_ROOM) {
                            throw new TrainingException(
                                    "the champion can't be asked beside the examples: " + e.getMessage()
                                            + ", or let retrain.data.rows be fewer",
                                    e);
                        }
                    }
                    case UNREACHABLE, TOO_SLOW -> {}
                }
                LOG.warn("The job waits for the champion: {}", e.getMessage());
            }
            pause.run();
        }
    }

    private byte[] bytesOf(ModelVersion version) {
        ArtifactFetcher fetcher = fetchers.get();
        try {
            return fetcher.fetch(version.getModelId(), version.getVersion(), version.getArtifact());
        } finally {
            undisturbed.accept(fetcher::close);
        }
    }

    private static Optional<ModelArtifact> without(ModelVersion version, RuntimeException why) {
        LOG.warn(
                "Version {} of {} can't be asked again, so what it logged counts: {}",
                version.getVersion(),
                version.getModelId(),
                why.getMessage());
        return Optional.empty();
    }
}
