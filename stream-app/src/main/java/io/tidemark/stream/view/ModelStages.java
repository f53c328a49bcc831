package io.tidemark.stream.view;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.topic.RecordKeys;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which versions of a model answer, and which did. A version that was followed by another stays in its stage: of several the latest counts. */
public final class ModelStages {
    /** In the order in which scoring applications prefer them. */
    private static final Comparator<ModelVersion> LATEST_FIRST = Comparator.comparing(ModelVersion::getStageSince)
            .thenComparing(ModelVersion::getCreatedAt)
            .thenComparingInt(version -> version.getVersion().length())
            .thenComparing(ModelVersion::getVersion)
            .reversed();

    private final String model;
    private final WindowHistory windows;
    private final List<ModelVersion> versions;

    ModelStages(String model, WindowHistory windows, List<ModelVersion> versions) {
        this.model = model;
        this.windows = windows;
        this.versions = versions.stream().sorted(LATEST_FIRST).toList();
    }

    /** Those in a stage, the latest first. */
    public Stream<ModelVersion> in(ModelStage stage) {
        return versions.stream().filter(version -> version.getStage() == stage);
    }

    /** The version that answers; empty where none was published for that. */
    public Optional<ModelVersion> answering() {
        return in(ModelStage.PRODUCTION).findFirst();
    }

    /**
     * Versions that answer no more: another one is in production, they are neither tried as a canary nor in the shadow, and their last window is older than
     * that one's. Nobody waits for their episodes to end.
     */
    public Set<String> former() {
        return answering().map(this::formerTo).orElse(Set.of());
    }

    private Set<String> formerTo(ModelVersion answering) {
        Instant last = lastWindow(answering.getVersion());
        Set<String> inUse = Stream.concat(
                        Stream.of(answering), Stream.concat(in(ModelStage.CANARY), in(ModelStage.SHADOW)))
                .map(ModelVersion::getVersion)
                .collect(Collectors.toSet());
        return Stream.concat(
                        versions.stream().map(ModelVersion::getVersion),
                        windows.keys().stream()
                                .filter(key -> key.model().equals(model))
                                .map(SeriesKey::version))
                .filter(version ->
                        !inUse.contains(version) && lastWindow(version).isBefore(last))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Instant lastWindow(String version) {
        return windows.last(new SeriesKey(model, version, RecordKeys.ALL_ROWS), 1).stream()
                .map(WindowSummary::end)
                .findFirst()
                .orElse(Instant.MIN);
    }
}
