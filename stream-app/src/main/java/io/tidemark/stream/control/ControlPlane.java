package io.tidemark.stream.control;

import io.tidemark.profile.baseline.ArrivalProfile;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.spec.MonitorSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was read from the topics of monitor specs and baselines.
 *
 * <p>A baseline comes as one record per feature and a manifest that names them. It counts when all of them are there
 * with the manifest's baseline id; until then, the one before it stays in force. One thread writes, any number read.
 */
public final class ControlPlane implements Monitors {
    private final ConcurrentMap<String, MonitorSpec> specs = new ConcurrentHashMap<>();
    private final ConcurrentMap<BaselineTarget, Baseline> complete = new ConcurrentHashMap<>();
    private final Map<BaselineTarget, Assembly> assemblies = new HashMap<>();
    private volatile boolean labelsAskedFor;

    /**
     * What a baseline is of.
     *
     * @param segment {@code all} or {@code TAG=VALUE}
     */
    public record BaselineTarget(String model, String version, String segment) {
        public BaselineTarget {
            if (!segment.equals(RecordKeys.ALL_ROWS) && segment.indexOf('=') < 1) {
                throw new IllegalArgumentException("\"" + segment + "\" is no segment that a baseline can be of; write "
                        + RecordKeys.ALL_ROWS + " or TAG=VALUE");
            }
        }
    }

    /** The record that completes a baseline. */
    public record Manifest(
            String baselineId,
            List<String> features,
            long rows,
            String source,
            long createdAtMs,
            boolean learned,
            Optional<JointBaseline> joint,
            Optional<ArrivalProfile> arrivals,
            Optional<PerformanceBaseline> performance) {
        public Manifest {
            features = List.copyOf(features);
        }

        /** The manifest of rows whose times are not known. */
        public Manifest(
                String baselineId,
                List<String> features,
                long rows,
                String source,
                long createdAtMs,
                boolean learned,
                Optional<JointBaseline> joint) {
            this(baselineId, features, rows, source, createdAtMs, learned, joint, Optional.empty(), Optional.empty());
        }
    }

    private final ConcurrentMap<BaselineTarget, PerformanceReference> performances = new ConcurrentHashMap<>();

    private record IdentifiedFeature(String baselineId, FeatureBaseline feature) {}

    private static final class Assembly {
        final Map<String, IdentifiedFeature> features = new HashMap<>();

        @Nullable
        Manifest manifest;
    }

    @Override
    public MonitorSpec spec(String model) {
        MonitorSpec spec = specs.get(model);
        return spec == null ? MonitorSpec.defaults(model) : spec;
    }

    @Override
    public boolean hasSpec(String model) {
        return specs.containsKey(model);
    }

    @Override
    public Optional<Baseline> baseline(String model, String version, String segment) {
        return Optional.ofNullable(complete.get(new BaselineTarget(model, version, segment)));
    }

    @Override
    public Map<String, Baseline> segments(String model, String version) {
        Map<String, Baseline> segments = new TreeMap<>();
        complete.forEach((target, baseline) -> {
            if (target.model().equals(model) && target.version().equals(version)) {
                segments.put(target.segment(), baseline);
            }
        });
        return segments;
    }

    @Override
    public Optional<PerformanceReference> performance(String model, String version, String segment) {
        return Optional.ofNullable(performances.get(new BaselineTarget(model, version, segment)));
    }

    /** What a segment's performance is compared with from now on. */
    public void addPerformance(BaselineTarget target, PerformanceReference reference) {
        performances.put(target, reference);
    }

    public void removePerformance(BaselineTarget target) {
        performances.remove(target);
    }

    public void apply(MonitorSpec spec) {
        specs.put(spec.model(), spec);
        seeWhetherLabelsAreAskedFor();
    }

    private void seeWhetherLabelsAreAskedFor() {
        labelsAskedFor = specs.values().stream().anyMatch(spec -> spec.labels().isPresent());
    }

    /** Whether any model's labels are joined. */
    public boolean asksForLabels() {
        return labelsAskedFor;
    }

    /** Whether the labels of {@code model}, which may be no model's name at all, are joined. */
    public boolean asksForLabels(String model) {
        return Optional.ofNullable(specs.get(model))
                .flatMap(MonitorSpec::labels)
                .isPresent();
    }

    /** Back to the defaults. */
    public void removeSpec(String model) {
        specs.remove(model);
        seeWhetherLabelsAreAskedFor();
    }

    public void addFeature(BaselineTarget target, String baselineId, FeatureBaseline feature) {
        Assembly assembly = assemblies.computeIfAbsent(target, _ -> new Assembly());
        assembly.features.put(feature.name(), new IdentifiedFeature(baselineId, feature));
        completeIfPossible(target, assembly);
    }

    public void addManifest(BaselineTarget target, Manifest manifest) {
        Assembly assembly = assemblies.computeIfAbsent(target, _ -> new Assembly());
        assembly.manifest = manifest;
        completeIfPossible(target, assembly);
    }

    public void removeFeature(BaselineTarget target, String feature) {
        Assembly assembly = assemblies.get(target);
        if (assembly != null) {
            assembly.features.remove(feature);
        }
    }

    /** A baseline without its manifest is no baseline. */
    public void removeManifest(BaselineTarget target) {
        Assembly assembly = assemblies.get(target);
        if (assembly != null) {
            assembly.manifest = null;
        }
        complete.remove(target);
    }

    private void completeIfPossible(BaselineTarget target, Assembly assembly) {
        Manifest manifest = assembly.manifest;
        if (manifest == null || isComplete(target, manifest)) {
            return;
        }
        Map<String, FeatureBaseline> features = new LinkedHashMap<>();
        for (String name : manifest.features()) {
            IdentifiedFeature identified = assembly.features.get(name);
            if (identified == null || !identified.baselineId().equals(manifest.baselineId())) {
                return;
            }
            features.put(name, identified.feature());
        }
        assembly.features.values().removeIf(f -> !f.baselineId().equals(manifest.baselineId()));
        // What was counted by another release over other scores can't be compared with.
        JointLayout layout = Baseline.jointLayoutOf(features);
        complete.put(
                target,
                new Baseline(
                        manifest.baselineId(),
                        manifest.rows(),
                        features,
                        manifest.learned(),
                        manifest.source(),
                        Instant.ofEpochMilli(manifest.createdAtMs()),
                        manifest.joint().filter(joint -> joint.isOver(layout)),
                        manifest.arrivals(),
                        manifest.performance()));
    }

    private boolean isComplete(BaselineTarget target, Manifest manifest) {
        Baseline current = complete.get(target);
        return current != null && current.id().equals(manifest.baselineId());
    }
}
