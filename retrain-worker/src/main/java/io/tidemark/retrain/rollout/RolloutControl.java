package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RolloutSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Brings one version after the other to production, and takes back what turns out worse: candidate, shadow, canary with one share after the
 * other, production. A function of what the topics say and of the wall clock.
 *
 * <p>Invariants: taking back comes before going on. One version goes on at a time, the one that is farthest. A stage with a question is left only
 * on new labels since the stage began and where the version is not found worse. Versions out of use never move.
 */
public final class RolloutControl {
    private final Collection<ModelVersion> versions;
    private final Evidence evidence;
    private final RolloutSpec spec;
    private final Rivals rivals;
    private final Instant now;

    private RolloutControl(
            Collection<ModelVersion> versions, Evidence evidence, RolloutSpec spec, Rivals rivals, Instant now) {
        this.versions = versions;
        this.evidence = evidence;
        this.spec = spec;
        this.rivals = rivals;
        this.now = now;
    }

    /**
     * What is to change now. To be asked again when the change has been written.
     *
     * @param versions all versions of the model
     * @param metric what decides, as in {@code retrain.gates.metric}; empty for the first that both versions have of log loss, Brier score,
     *     accuracy, root mean squared error and mean absolute error
     */
    public static RolloutDecision decide(
            Collection<ModelVersion> versions,
            Evidence evidence,
            RolloutSpec spec,
            Optional<String> metric,
            Instant now) {
        Rivals rivals = new Rivals(evidence, metric, spec.getMaxLoss());
        return new RolloutControl(versions, evidence, spec, rivals, now).decide();
    }

    private RolloutDecision decide() {
        Stages stages = Stages.of(versions);
        Optional<String> champion = champion(stages);
        Optional<RolloutDecision> back = takeBack(stages, champion);
        if (back.isPresent()) {
            return back.get();
        }
        if (!spec.getAutomatic()) {
            return new RolloutDecision.Stay("rollout.automatic is false: a person promotes");
        }
        return stages.outdated()
                .<RolloutDecision>map(version -> takenBack(version, "a version that was made later answers"))
                .or(() -> stages.leader().map(version -> goOn(version, champion)))
                .orElseGet(() -> new RolloutDecision.Stay("no version is on its way"));
    }

    /** The version that answers: Tidemark's champion, or else the version that an application logs which Tidemark did not make. */
    private Optional<String> champion(Stages stages) {
        return stages.champion()
                .map(ModelVersion::getVersion)
                .or(() -> evidence.latestVersionBeside(
                        versions.stream().map(ModelVersion::getVersion).toList()));
    }

    private Optional<RolloutDecision> takeBack(Stages stages, Optional<String> champion) {
        Regression regression = new Regression(evidence, spec, rivals, now);
        Optional<RolloutDecision> ofChampion = stages.champion()
                .flatMap(answering -> stages.former()
                        .flatMap(former -> regression.ofChampion(answering, former))
                        .map(reason -> takenBack(answering, reason)));
        return ofChampion.or(() -> stages.onTheirWay().stream()
                .flatMap(version ->
                        regression.ofNewcomer(version, champion).stream().map(reason -> takenBack(version, reason)))
                .findFirst());
    }

    private static RolloutDecision takenBack(ModelVersion version, String reason) {
        boolean hasAnswered = version.getStage() == ModelStage.CANARY || version.getStage() == ModelStage.PRODUCTION;
        return new RolloutDecision.TakeBack(
                version.getVersion(), hasAnswered ? ModelStage.ROLLED_BACK : ModelStage.REJECTED, reason);
    }

    private RolloutDecision goOn(ModelVersion version, Optional<String> champion) {
        return switch (version.getStage()) {
            case CANDIDATE ->
                spec.getShadowRows() > 0
                        ? move(version, ModelStage.SHADOW, 0, whyCandidate(version))
                        : toNextShare(version, 0, whyCandidate(version));
            case SHADOW -> onEvidence(version, champion, spec.getShadowRows(), 0);
            case CANARY -> onEvidence(version, champion, spec.getCanaryRows(), version.getCanaryShare());
            case UNKNOWN, PRODUCTION, ARCHIVED, REJECTED, ROLLED_BACK ->
                throw new IllegalStateException("version " + version.getVersion() + " is not on its way");
        };
    }

    /** A version that nobody's job made has passed no gates. */
    private static String whyCandidate(ModelVersion version) {
        boolean isOfAJob = version.getLineage() == null || version.getLineage().getJobId() != null;
        return isOfAJob ? "passed the gates" : version.getReason();
    }

    private RolloutDecision onEvidence(ModelVersion version, Optional<String> champion, long rows, double share) {
        String name = version.getVersion();
        if (evidence.serving(name, now).isRefusedByAny()) {
            return stay(
                    version,
                    "some instances refuse it: " + evidence.serving(name, now).refusal());
        }
        long labels = evidence.newLabels(name, version.getStageSince());
        if (labels < Math.max(1, rows)) {
            return stay(version, "%d of %d new labelled answers".formatted(labels, Math.max(1, rows)));
        }
        if (champion.isEmpty()) {
            return toNextShare(version, share, labels + " labelled answers, and nothing to compare it with");
        }
        String other = champion.get();
        Optional<Rivals.Result> result = rivals.inTheSameWindows(name, other, version.getStageSince());
        if (result.isEmpty()) {
            return stay(version, "no windows in which both it and version " + other + " have labels and a metric");
        }
        Comparison comparison = result.get().comparison();
        String said = result.get().say(name, other);
        if (!comparison.isWithin()) {
            return stay(version, "not clear yet: " + said);
        }
        if (evidence.hasMajorLoss(name) && !comparison.isBetter()) {
            return stay(version, "major loss of performance, and no better: " + said);
        }
        return toNextShare(version, share, said);
    }

    private RolloutDecision toNextShare(ModelVersion version, double share, String reason) {
        TreeSet<Double> shares = new TreeSet<>(spec.getCanaryShares());
        shares.removeIf(each ->
                !(each > 0 && each < 1)); // NaN too; with all of the requests nothing would be left to compare with
        Double next = shares.higher(share);
        return next == null
                ? move(version, ModelStage.PRODUCTION, 0, reason)
                : move(version, ModelStage.CANARY, next, reason);
    }

    private static RolloutDecision move(ModelVersion version, ModelStage stage, double share, String reason) {
        return new RolloutDecision.Move(version.getVersion(), stage, share, reason);
    }

    private static RolloutDecision stay(ModelVersion version, String why) {
        return new RolloutDecision.Stay(
                "version %s stays in %s: %s".formatted(version.getVersion(), version.getStage(), why));
    }
}
