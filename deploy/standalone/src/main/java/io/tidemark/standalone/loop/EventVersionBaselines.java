package io.tidemark.standalone.loop;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.retrain.job.BaselineMaker;
import io.tidemark.retrain.version.VersionBaseline;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.baseline.EventBaselines;
import io.tidemark.standalone.baseline.EventPerformance;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Baselines of new versions, made as those of logged events are. The features are those of all rows. The answers and how well they predict are those of the
 * rows that the model was not trained on. How many rows came when is left out: a version in the shadow or with a share of the requests sees others.
 */
public final class EventVersionBaselines implements BaselineMaker {
    private final InstantSource clock;

    public EventVersionBaselines(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<VersionBaseline> make(MonitorSpec applied, Examples examples) {
        var spec = AppliedSpec.of(applied).spec();
        Duration window = spec.window();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Baseline asked = EventBaselines.of(examples.asked(), window, examples.source(), now);
        if (asked.rows() == 0) {
            return Optional.empty();
        }
        Baseline answered = EventBaselines.of(examples.answered(), window, examples.source(), now);
        Optional<PerformanceBaseline> performance = EventPerformance.measure(
                examples.answered().get(),
                examples.truths().get(),
                window,
                spec.labels().orElse(Labels.DEFAULT));
        Baseline whole = asked.withoutArrivals().withFurther(answered);
        return Optional.of(new OfVersion(
                spec.model(), performance.map(whole::withPerformance).orElse(whole)));
    }

    /** A baseline that is made already. */
    public static VersionBaseline of(String model, Baseline baseline) {
        return new OfVersion(model, baseline);
    }

    private record OfVersion(String model, Baseline baseline) implements VersionBaseline {

        @Override
        public String id() {
            return baseline.id();
        }

        @Override
        public SequencedMap<String, BaselineEntry> records(String version) {
            SequencedMap<String, BaselineEntry> records = new LinkedHashMap<>();
            BaselineTarget target = new BaselineTarget(model, version, RecordKeys.ALL_ROWS);
            BaselineRecords.of(target, baseline).forEach(entry -> records.put(BaselineRecords.keyOf(entry), entry));
            return records;
        }
    }
}
