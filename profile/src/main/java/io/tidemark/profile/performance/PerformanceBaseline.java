package io.tidemark.profile.performance;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.stats.BetweenStudies;
import io.tidemark.profile.stats.BetweenStudies.Study;
import io.tidemark.profile.stats.WindowVariation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a window's performance is compared with: the rows of all windows of a reference, be it a hold-out or what was learned, and how much
 * these windows vary.
 *
 * <p>It follows from the set of windows: in whatever order they come, it has the same metrics and bytes. Immutable.
 */
public final class PerformanceBaseline {
    /** A window of fewer labelled rows is mostly noise. */
    public static final long FEWEST_ROWS = 30;

    private static final DocumentType DOCUMENT = new DocumentType("TDPB", 1);
    private static final int ID_BYTES = 8;

    private final PerformanceProfile profile;
    private final Map<Metric, Variation> variations;
    private final LabelVariation labels;
    private final Map<Metric, MetricValue> metrics;

    /** τ² of a metric, and how many windows it is from. */
    private record Variation(double variance, int windows) {}

    private PerformanceBaseline(PerformanceProfile profile, Map<Metric, Variation> variations, LabelVariation labels) {
        this.profile = profile;
        this.variations = variations;
        this.labels = labels;
        this.metrics = profile.metrics();
    }

    /** The baseline of these windows, of which there may be one. */
    public static PerformanceBaseline of(List<PerformanceProfile> windows) {
        PerformanceProfile merged = new PerformanceProfile();
        windows.forEach(merged::merge);
        List<PerformanceProfile> enough = windows.stream()
                .filter(window -> window.labelled() >= FEWEST_ROWS)
                .toList();
        List<Map<Metric, MetricValue>> measured =
                enough.stream().map(PerformanceProfile::metrics).toList();
        Map<Metric, Variation> variations = new EnumMap<>(Metric.class);
        for (Metric metric : merged.metrics().keySet()) {
            List<Study> studies = measured.stream()
                    .flatMap(metrics -> Optional.ofNullable(metrics.get(metric)).stream())
                    .filter(value -> value.rows() > 0)
                    .map(value -> new Study(value.value(), value.standardError(), (double) value.rows()))
                    .toList();
            if (studies.size() >= WindowVariation.FEWEST_WINDOWS) {
                variations.put(metric, new Variation(BetweenStudies.variance(studies), studies.size()));
            }
        }
        return new PerformanceBaseline(merged, variations, LabelVariation.of(enough, merged));
    }

    /** All rows of the reference: a copy, to learn a calibration from or to merge later windows into. */
    public PerformanceProfile profile() {
        return profile.copy();
    }

    /** Rows of the reference whose labels are known. */
    public long labelled() {
        return profile.labelled();
    }

    /** What a window's metric is compared with; empty where the reference has no such metric. */
    public Optional<MetricReference> metric(Metric metric) {
        return Optional.ofNullable(metrics.get(metric)).map(value -> {
            Variation variation = variations.getOrDefault(metric, new Variation(0, 0));
            return new MetricReference(value.value(), value.standardError(), variation.variance(), variation.windows());
        });
    }

    /** True class → rows of the reference, in the order of names. */
    public Map<String, Long> trueClasses() {
        return profile.trueClasses();
    }

    /** True class → rows of it that were answered with it, in the order of names. */
    Map<String, Long> rightByTrueClass() {
        return profile.rightByTrueClass();
    }

    /** The numbers that were true in the reference; empty where there are fewer than two. */
    public Optional<TrueNumbers> trueNumbers() {
        return profile.trueNumbers();
    }

    /** How much the distribution of labels varies from window to window. */
    public WindowVariation labelVariation() {
        return labels.variation();
    }

    /** A name that equal baselines have in common, and no others. */
    public String id() {
        return ContentHash.of(toBytes(), ID_BYTES);
    }

    /** A binary document; equal baselines have equal bytes. */
    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT).writeBytes(profile.toBytes());
        out.writeCount(variations.size());
        variations.forEach((metric, variation) ->
                out.writeEnum(metric).writeDouble(variation.variance()).writeCount(variation.windows()));
        labels.writeTo(out);
        return out.toBytes();
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @throws ProfileFormatException if the bytes are not a document of this kind
     */
    public static PerformanceBaseline fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        PerformanceProfile profile = PerformanceProfile.fromBytes(in.readBytes());
        Map<Metric, Variation> variations = new EnumMap<>(Metric.class);
        for (int left = in.readCount(Metric.values().length); left > 0; left--) {
            Metric metric = in.readEnum(Metric.class);
            Variation variation = new Variation(in.readFinite(), in.readCount(Integer.MAX_VALUE));
            if (variation.variance() < 0 || variation.windows() < 2 || variations.put(metric, variation) != null) {
                throw in.fail("the variance of " + metric + " between windows is " + variation.variance() + " of "
                        + variation.windows() + ", or stands twice");
            }
        }
        LabelVariation labels = LabelVariation.readFrom(in);
        in.expectEnd();
        return new PerformanceBaseline(profile, Collections.unmodifiableMap(variations), labels);
    }
}
