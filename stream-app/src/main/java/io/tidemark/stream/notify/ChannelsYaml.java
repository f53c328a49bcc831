package io.tidemark.stream.notify;

import io.tidemark.stream.spec.InvalidSpecException;
import io.tidemark.stream.spec.NotifyRoute;
import io.tidemark.stream.spec.NotifyYaml;
import io.tidemark.stream.spec.Range;
import io.tidemark.stream.spec.SpecProblem;
import io.tidemark.stream.spec.YamlDocument;
import io.tidemark.stream.spec.YamlSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the file of channels. All problems are told at once, in the order of the file. */
final class ChannelsYaml {
    static final String WEBHOOK = "webhook";
    static final String CLOUD_EVENTS = "cloudevents";
    static final String SLACK = "slack";
    static final String PAGER_DUTY = "pagerduty";
    static final String EMAIL = "email";
    static final List<String> TYPES = List.of(WEBHOOK, CLOUD_EVENTS, SLACK, PAGER_DUTY, EMAIL);

    static final Range GROUP_WAIT = Range.durations(Duration.ZERO, Duration.ofHours(1));
    static final Range LINES = Range.numbers(1, 1_000);
    static final Range SLACK_LINES = Range.numbers(1, 40);
    static final Range PER_MINUTE = Range.numbers(1, 600);
    static final Range TIMEOUT = Range.durations(Duration.ofSeconds(1), Duration.ofMinutes(2));
    static final Range MAX_AGE = Range.durations(Duration.ofMinutes(1), Duration.ofDays(366));

    private static final String CHANNELS = "channels";
    private static final String DEFAULT = "default";
    private static final Duration DEFAULT_GROUP_WAIT = Duration.ofSeconds(5);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_CHANNELS = 100;

    private final List<SpecProblem> problems = new ArrayList<>();
    private final TargetYaml targets;

    private ChannelsYaml(SecretSource secrets) {
        this.targets = new TargetYaml(secrets);
    }

    /** @throws InvalidSpecException if anything is wrong */
    static Channels read(String yaml, SecretSource secrets) {
        return new ChannelsYaml(secrets).channels(yaml);
    }

    private Channels channels(String yaml) {
        if (yaml.isBlank()) {
            throw new InvalidSpecException(
                    List.of(new SpecProblem(0, "", "the file is empty", "write \"channels:\" and below it a channel")));
        }
        YamlSection root = YamlSection.root(YamlDocument.parse(yaml), problems);
        root.allowOnly(List.of(CHANNELS, DEFAULT));
        YamlSection section = root.section(CHANNELS);
        Map<String, ChannelSettings> channels = new LinkedHashMap<>();
        for (String name : section.keys()) {
            if (!NotifyRoute.isChannel(name)) {
                section.problem(
                        name,
                        "is no name of a channel",
                        "use a small letter and up to 62 more of a to z, 0 to 9, dot, underscore and hyphen");
            }
            channel(name, section.section(name)).ifPresent(channel -> channels.put(name, channel));
        }
        if (section.keys().isEmpty() || section.keys().size() > MOST_CHANNELS) {
            root.problem(
                    CHANNELS,
                    "names " + section.keys().size() + " channels",
                    "name 1 to " + MOST_CHANNELS + ", each as a key with its type and settings below it");
        }
        List<NotifyRoute> defaults = NotifyYaml.read(root, DEFAULT).orElse(List.of());
        defaults.stream()
                .filter(route -> !section.keys().contains(route.channel()))
                .forEach(route -> root.problem(
                        DEFAULT,
                        "names the channel " + route.channel() + ", which is not in this file",
                        "add it under channels, or correct the name"));
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems.stream()
                    .sorted(Comparator.comparingInt(SpecProblem::line))
                    .toList());
        }
        return new Channels(channels, defaults);
    }

    private Optional<ChannelSettings> channel(String name, YamlSection section) {
        Optional<String> type = section.text("type");
        if (!section.keys().contains("type")) {
            section.problem("type", "is missing", "use one of " + String.join(", ", TYPES));
        }
        if (type.isPresent() && !TYPES.contains(type.get())) {
            section.unknown("type", type.get(), "type of channel", TYPES);
        }
        return type.filter(TYPES::contains)
                .flatMap(known -> targets.read(known, section)
                        .map(target -> new ChannelSettings(name, target, pacing(known, section))));
    }

    private static Pacing pacing(String type, YamlSection section) {
        Pace pace = Pace.of(type);
        return new Pacing(
                section.duration("groupWait", GROUP_WAIT, DEFAULT_GROUP_WAIT),
                (int) section.wholeNumber("lines", type.equals(SLACK) ? SLACK_LINES : LINES, pace.lines()),
                (int) section.wholeNumber("perMinute", PER_MINUTE, pace.perMinute()),
                section.duration("timeout", TIMEOUT, DEFAULT_TIMEOUT),
                section.optionalDuration("maxAge", MAX_AGE));
    }

    /** What is usual for a type: people read less, and less often, than machines. */
    private record Pace(int lines, int perMinute) {
        private static final Map<String, Pace> BY_TYPE = new TreeMap<>(Map.of(
                WEBHOOK, new Pace(100, 60),
                CLOUD_EVENTS, new Pace(100, 60),
                SLACK, new Pace(10, 20),
                PAGER_DUTY, new Pace(1, 60),
                EMAIL, new Pace(50, 6)));

        static Pace of(String type) {
            return BY_TYPE.getOrDefault(type, new Pace(100, 60));
        }
    }
}
