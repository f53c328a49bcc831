package io.tidemark.retrain.version;

import io.tidemark.retrain.rollout.StageClock;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.version.ServingPlan;
import io.tidemark.serving.version.StageChange;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/** What a person may do with the versions of a model. Each change is one record. */
public final class VersionChanges {
    private final String model;
    private final Collection<ModelVersion> versions;
    private final String by;
    private final Instant since;

    /**
     * @param versions all versions of the model
     * @param by who asks
     */
    public VersionChanges(String model, Collection<ModelVersion> versions, String by, Instant now) {
        this.model = model;
        this.versions = versions;
        this.by = by;
        this.since = StageClock.next(versions, now);
    }

    /** A change that can't be made; the message says why, and what can be done. */
    public static final class NotPossibleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotPossibleException(String message) {
            super(message);
        }
    }

    /**
     * The version answers from now on.
     *
     * @throws NotPossibleException if there is no such version, or it answers already
     */
    public ModelVersion promote(String version, String reason) {
        ModelVersion found = find(version);
        if (isChampion(found)) {
            throw new NotPossibleException("version " + version + " of " + model + " answers already");
        }
        return moved(found, ModelStage.PRODUCTION, reason);
    }

    /**
     * The version that answers is taken back, and the one before it answers again.
     *
     * @throws NotPossibleException if there is none before it
     */
    public ModelVersion rollback(String reason) {
        ServingPlan plan = ServingPlan.of(versions);
        ModelVersion champion = plan.champion()
                .orElseThrow(() -> new NotPossibleException("no version of " + model + " is in production"));
        if (plan.previous().isEmpty()) {
            throw new NotPossibleException("no version of " + model + " was in production before version "
                    + champion.getVersion() + "; promote another one instead");
        }
        return moved(champion, ModelStage.ROLLED_BACK, reason);
    }

    /**
     * The version is out of use.
     *
     * @throws NotPossibleException if it answers
     */
    public ModelVersion archive(String version, String reason) {
        ModelVersion found = find(version);
        if (isChampion(found)) {
            throw new NotPossibleException("version " + version + " of " + model
                    + " answers; promote another one, or roll it back, before you archive it");
        }
        if (found.getStage() == ModelStage.ARCHIVED) {
            throw new NotPossibleException("version " + version + " of " + model + " is archived already");
        }
        return moved(found, ModelStage.ARCHIVED, reason);
    }

    private ModelVersion moved(ModelVersion version, ModelStage stage, String reason) {
        return new StageChange(stage, since, 0, reason, by).of(version);
    }

    private boolean isChampion(ModelVersion version) {
        return ServingPlan.of(versions)
                .champion()
                .filter(champion -> champion.getVersion().equals(version.getVersion()))
                .isPresent();
    }

    private ModelVersion find(String version) {
        return versions.stream()
                .filter(known -> known.getVersion().equals(version))
                .findFirst()
                .orElseThrow(() -> new NotPossibleException(
                        versions.isEmpty()
                                ? "there are no versions of a model " + model
                                : "there is no version " + version + " of " + model + "; there are "
                                        + versions.stream()
                                                .map(ModelVersion::getVersion)
                                                .sorted()
                                                .collect(Collectors.joining(", "))));
    }
}
