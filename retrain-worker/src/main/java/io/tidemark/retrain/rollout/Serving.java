package io.tidemark.retrain.rollout;

import io.tidemark.profile.stats.WilsonInterval;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.avro.ServingStatus;
import java.util.List;
import java.util.Objects;

/**
 * How the instances that are alive serve one version.
 *
 * @param instances those alive, whatever they serve
 * @param entries what those say of the version that know it
 */
record Serving(int instances, List<ServedVersion> entries) {

    static Serving of(String version, List<ServingStatus> alive) {
        return new Serving(
                alive.size(),
                alive.stream()
                        .flatMap(status -> status.getVersions().stream())
                        .filter(served -> served.getVersion().equals(version))
                        .toList());
    }

    boolean isRefusedByAll() {
        return !entries.isEmpty() && entries.stream().allMatch(Serving::isRefused);
    }

    boolean isRefusedByAny() {
        return entries.stream().anyMatch(Serving::isRefused);
    }

    private static boolean isRefused(ServedVersion served) {
        return served.getState() == ServedState.REFUSED;
    }

    /** Why it is refused, in the words of the first that does. */
    String refusal() {
        return entries.stream()
                .filter(Serving::isRefused)
                .map(ServedVersion::getReason)
                .filter(Objects::nonNull)
                .filter(reason -> !reason.isBlank())
                .findFirst()
                .orElse("no reason given");
    }

    long questions() {
        return entries.stream()
                .mapToLong(served -> Math.max(0, served.getAnswers()) + failures(served))
                .sum();
    }

    long failures() {
        return entries.stream().mapToLong(Serving::failures).sum();
    }

    private static long failures(ServedVersion served) {
        return Math.max(0, served.getFailures());
    }

    /** Whether more than this share of the questions failed, beyond what chance explains: the lower end of the share's interval is above it. */
    boolean failsMoreThan(double share) {
        return questions() > 0 && WilsonInterval.of(failures(), questions()).low() > share;
    }
}
