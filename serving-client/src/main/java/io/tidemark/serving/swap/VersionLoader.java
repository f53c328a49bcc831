package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.artifact.ArtifactException;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.artifact.ArtifactProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and checks the versions that are to be served, one at a time and the most urgent first, and keeps those in production on disk. What it is at, it
 * gives up when something more urgent comes. The present champion answers all the time.
 */
final class VersionLoader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration CACHE_RETRY = Duration.ofSeconds(30);

    private final String modelId;
    private final VersionKeeper keeper;
    private final ArtifactFetcher fetcher;
    private final VersionVerifier verifier;
    private final Optional<VersionCache> cache;
    private long cacheAgainAt = System.nanoTime();
    private volatile boolean stopped;

    VersionLoader(
            String modelId,
            VersionKeeper keeper,
            ArtifactFetcher fetcher,
            VersionVerifier verifier,
            Optional<VersionCache> cache) {
        this.modelId = modelId;
        this.keeper = keeper;
        this.fetcher = fetcher;
        this.verifier = verifier;
        this.cache = cache;
    }

    @Override
    public void run() {
        try {
            cache.ifPresent(this::restore);
            while (!stopped) {
                keeper.awaitNext(LOOK_AGAIN).ifPresent(this::load);
                cache.ifPresent(this::keepProduction);
            }
        } catch (InterruptedException e) {
            // only stopping interrupts
        } finally {
            fetcher.close();
        }
    }

    /** Ends {@link #run} soon, once the keeper is closed. */
    void stop() {
        stopped = true;
        fetcher.wakeUp();
    }

    /** The last champion, or where it can't be read the one before it. */
    private void restore(VersionCache from) {
        for (ModelVersion record : from.versions()) {
            try {
                ServedModel model = verifier.load(record, from.artifact(record));
                keeper.restored(model);
                LOG.info(
                        "Version {} of model '{}' answers, from disk, until its versions are read",
                        model.version(),
                        modelId);
                return;
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn(
                        "Version {} of model '{}' can't be taken from disk: {}",
                        record.getVersion(),
                        modelId,
                        e.toString());
            }
        }
    }

    private void load(ModelVersion record) {
        try {
            byte[] bytes = fetcher.fetch(modelId, record.getVersion(), record.getArtifact(), () -> isNext(record));
            ServedModel model = verifier.load(record, bytes);
            cache.ifPresent(to -> store(to, record, bytes));
            keeper.loaded(model);
            LOG.info("Version {} of model '{}' is loaded", record.getVersion(), modelId);
        } catch (ArtifactException e) {
            if (e.problem() != ArtifactProblem.GIVEN_UP) {
                refuse(record, e, e.problem().isPassing());
            }
        } catch (RefusedException e) {
            refuse(record, e, e.isPassing());
        } catch (RuntimeException | Error e) {
            refuse(record, e, true);
        }
    }

    private boolean isNext(ModelVersion record) {
        return !stopped && keeper.next().filter(record::equals).isPresent();
    }

    private void refuse(ModelVersion record, Throwable cause, boolean passing) {
        if (!stopped) {
            String reason = cause instanceof ArtifactException || cause instanceof RefusedException
                    ? String.valueOf(cause.getMessage())
                    : cause.toString();
            keeper.refused(record, reason, passing);
            LOG.warn(
                    "Version {} of model '{}' is refused{}: {}",
                    record.getVersion(),
                    modelId,
                    passing ? " for now" : "",
                    reason);
        }
    }

    /** Before it answers, so that the next start finds what answered last. */
    private void store(VersionCache to, ModelVersion record, byte[] bytes) {
        if (isInProduction(record)) {
            try {
                to.putArtifact(record, bytes);
            } catch (IOException e) {
                warnOfCache(e);
            }
        }
    }

    private static boolean isInProduction(ModelVersion record) {
        return record.getStage() == ModelStage.PRODUCTION;
    }

    /** A canary that became the champion was not on disk before: its bytes are fetched once more. */
    private void keepProduction(VersionCache in) {
        if (System.nanoTime() - cacheAgainAt < 0) {
            return;
        }
        try {
            var production = keeper.production();
            for (ModelVersion record : production) {
                if (!in.hasArtifact(record)) {
                    in.putArtifact(
                            record,
                            fetcher.fetch(
                                    modelId, record.getVersion(), record.getArtifact(), this::hasNothingMoreUrgent));
                }
            }
            if (!production.isEmpty()) {
                in.keep(production);
            }
        } catch (ArtifactException e) {
            if (e.problem() != ArtifactProblem.GIVEN_UP) {
                warnOfCache(e);
            }
        } catch (IOException | RuntimeException | Error e) {
            warnOfCache(e);
        }
    }

    private boolean hasNothingMoreUrgent() {
        return !stopped && keeper.next().isEmpty();
    }

    private void warnOfCache(Throwable e) {
        if (!stopped) {
            cacheAgainAt = System.nanoTime() + CACHE_RETRY.toNanos();
            LOG.warn("The versions of model '{}' can't be kept on disk: {}", modelId, e.toString());
        }
    }
}
