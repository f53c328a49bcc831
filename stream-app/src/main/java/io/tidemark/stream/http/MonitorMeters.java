package io.tidemark.stream.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.view.Episodes.Episode;
import io.tidemark.stream.view.SeriesKey;
import io.tidemark.stream.view.View;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is published of models as numbers for Prometheus: every instance tells the same, so alerts take the largest. Brought up to date when it is asked for. One
 * thread at a time uses it.
 */
final class MonitorMeters {
    private final View view;
    private final MultiGauge episodes;
    private final MultiGauge windowEnds;
    private final MultiGauge jobs;
    private final MultiGauge refused;

    MonitorMeters(View view, MeterRegistry registry) {
        this.view = view;
        this.episodes = MultiGauge.builder("tidemark.open.episodes")
                .description(
                        "Episodes of drift that are open, but for those of versions that answer no more, by model and severity")
                .register(registry);
        this.windowEnds = MultiGauge.builder("tidemark.last.window.end.seconds")
                .description(
                        "End of the last window that was judged, in seconds of event time since 1970, by model and version")
                .register(registry);
        this.jobs = MultiGauge.builder("tidemark.retrain.jobs")
                .description("Retrain jobs that are known, by model and state")
                .register(registry);
        this.refused = MultiGauge.builder("tidemark.refused.versions")
                .description("Versions that instances of scoring applications refuse to serve, by model")
                .register(registry);
        Gauge.builder("tidemark.view.bytes", view, each -> each.windows().bytes())
                .description("Heap that windows take that can be looked at, by estimate")
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder(
                        "tidemark.view.unreadable",
                        view,
                        each -> each.unreadable().count())
                .description(
                        "How often what was fetched to be looked at, a sketch, a baseline or a whole record, could not be read")
                .register(registry);
    }

    /** Kafka Streams' metrics have the ledger's too, under names of Kafka; {@link LedgerMeters} has them under their own. */
    static MeterFilter withoutTheLedgerTwice() {
        return MeterFilter.denyNameStartsWith("kafka.tidemark");
    }

    void refresh() {
        episodes.register(
                rows(openOfVersionsInUse()
                        .collect(Collectors.groupingBy(
                                event -> Tags.of(
                                        "model",
                                        event.getModelId(),
                                        "severity",
                                        event.getSeverity().name().toLowerCase(Locale.ROOT)),
                                Collectors.counting()))),
                true);
        windowEnds.register(windowEnds(), true);
        jobs.register(
                rows(count(view.jobs().all().stream(), job -> Tags.of("model", job.getModelId(), "state", name(job)))),
                true);
        refused.register(
                rows(count(
                        view.serving().all().stream().flatMap(MonitorMeters::refusals),
                        model -> Tags.of("model", model))),
                true);
    }

    private Stream<DriftEvent> openOfVersionsInUse() {
        Map<String, Set<String>> former = new HashMap<>();
        return view.episodes().open(_ -> true).stream()
                .map(Episode::last)
                .filter(event -> !former.computeIfAbsent(
                                event.getModelId(), model -> view.stages(model).former())
                        .contains(event.getModelVersion()));
    }

    private static String name(RetrainJob job) {
        JobState state = job.getState();
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> refusals(ServingStatus status) {
        return status.getVersions().stream()
                .filter(version -> version.getState() == ServedState.REFUSED)
                .map(_ -> status.getModelId());
    }

    private static <T> Map<Tags, Long> count(Stream<T> all, Function<T, Tags> tagsOf) {
        return all.collect(Collectors.groupingBy(tagsOf, Collectors.counting()));
    }

    private static List<Row<?>> rows(Map<Tags, Long> counts) {
        return counts.entrySet().stream()
                .<Row<?>>map(count -> Row.of(count.getKey(), count.getValue()))
                .toList();
    }

    private List<Row<?>> windowEnds() {
        Map<SeriesKey, Long> ends =
                new TreeMap<>(Comparator.comparing(SeriesKey::model).thenComparing(SeriesKey::version));
        view.windows().keys().stream()
                .filter(key -> key.segment().equals(RecordKeys.ALL_ROWS))
                .forEach(key -> view.windows()
                        .last(key, 1)
                        .forEach(window -> ends.put(key, window.end().getEpochSecond())));
        return ends.entrySet().stream()
                .<Row<?>>map(end -> Row.of(
                        Tags.of(
                                "model",
                                end.getKey().model(),
                                "version",
                                end.getKey().version()),
                        end.getValue()))
                .toList();
    }
}
