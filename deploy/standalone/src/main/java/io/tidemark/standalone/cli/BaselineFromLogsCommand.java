package io.tidemark.standalone.cli;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.baseline.EventBaselines;
import io.tidemark.standalone.baseline.EventWindows;
import io.tidemark.standalone.baseline.LogReader;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.event.EventBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a baseline of what a model was asked and answered before. */
@Command(
        name = "from-logs",
        description = {
            "Make a baseline of the inference logs that are in Kafka and publish it for one model version.",
            "",
            "For a version whose training data is not at hand, take a time in which it is known to have been sound."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark baseline from-logs --model churn --version 3 --from 2026-01-01 --to 2026-02-01 --window 1d",
            "  tidemark baseline from-logs --model churn --version 3 --limit 50000 --ignore customer_id"
        })
final class BaselineFromLogsCommand implements Callable<Integer> {
    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Mixin
    private final ColumnOptions columns = new ColumnOptions();

    @Option(names = "--model", required = true, description = "The model's name.")
    private String model = "";

    @Option(names = "--version", required = true, description = "The model's version.")
    private String version = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Event time of the first event. Default: the oldest.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Event time before which events count. Default: now.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--limit", paramLabel = "ROWS", description = "Stop after so many events. Default: all.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "Length of the windows that the monitor will compare: from the logs' own windows of that length the"
                            + " baseline learns how much they differ. Default: 1h.")
    private Duration window = Duration.ofHours(1);

    BaselineFromLogsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Instant first = time("--from", from).orElse(Instant.MIN);
        Instant end = time("--to", to).orElse(Instant.MAX);
        OptionChecks.atLeast("--limit", 1, limit);
        Duration ownWindow = OwnWindows.length(window);
        Cluster cluster = options.cluster(environment);
        cluster.check();
        LogReader reader = new LogReader(cluster);
        EventBaselines baselines = new EventBaselines(columns.selection(), reader.names());
        try (SchemaRegistry registry = cluster.registry()) {
            registry.check();
            try (LogProgress progress = new LogProgress(console)) {
                reader.forEach(registry, progress, event -> {
                    if (counts(event, first, end)) {
                        baselines.add(event);
                    }
                    return baselines.rows() < limit;
                });
            }
            long records = reader.records();
            long undecodable = reader.undecodable();
            if (baselines.rows() == 0) {
                throw CliException.usage(
                        "None of the %,d records in %s is of %s/%s in that time. Check the names and times."
                                .formatted(
                                        records,
                                        cluster.topics().inferenceLogs().name(),
                                        model,
                                        version));
            }
            EventWindows windows = new EventWindows(
                    baselines.build("inference logs, %,d events".formatted(baselines.rows()), Instant.now()),
                    reader.names(),
                    ownWindow);
            try (LogProgress progress = new LogProgress(console)) {
                reader.forEach(registry, progress, event -> {
                    if (counts(event, first, end)) {
                        windows.add(event);
                    }
                    return windows.rows() < baselines.rows();
                });
            }
            Baseline baseline = windows.learned();
            BaselinePublisher.publish(
                    cluster, registry, new BaselineTarget(model, version, RecordKeys.ALL_ROWS), baseline);
            console.out()
                    .println("Published baseline %s of %s/%s: %,d features of %,d rows; %,d records were no events."
                            .formatted(
                                    baseline.id(),
                                    model,
                                    version,
                                    baseline.features().size(),
                                    baseline.rows(),
                                    undecodable));
            console.out().println(OwnWindows.sentence(baseline));
        }
        return ExitCode.OK.code();
    }

    /** An event without a time is none that the monitor would count either. */
    private boolean counts(EventBuffer event, Instant first, Instant end) {
        Instant time = Instant.ofEpochMilli(event.eventTimeMs());
        return model.equals(event.modelId())
                && version.equals(event.modelVersion())
                && event.eventTimeMs() > 0
                && !time.isBefore(first)
                && time.isBefore(end);
    }

    private static Optional<Instant> time(String option, Optional<String> text) {
        return text.map(t -> EventTimes.parse(t)
                .orElseThrow(() -> CliException.usage(
                        option + " is '" + t + "', which is no time. Write it as " + EventTimes.FORMS + ".")));
    }
}
