package io.tidemark.standalone.advice;

import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The monitor's own assess step over what the profile step sent, and the alarms that it gives. For one thread. */
final class Judging {
    private final FixedMonitors monitors;
    private final Assessor assessor;
    private final Consumer<WindowAssessed> judgedWindows;
    private final Map<Span, List<String>> opened = new LinkedHashMap<>();
    /** Ends of what was judged, by the beginnings: a window, or several that had too few rows each. */
    private final NavigableMap<Long, Long> judged = new TreeMap<>();

    private record Span(long startMs, long endMs) {}

    /** @param judgedWindows told of each window on whose features there is a judgement */
    Judging(FixedMonitors monitors, Consumer<WindowAssessed> judgedWindows) {
        this.monitors = monitors;
        this.assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
        this.judgedWindows = judgedWindows;
    }

    void accept(ProfileMessage message) {
        assessor.accept(message, this::take);
    }

    private void take(Assessment assessment) {
        switch (assessment) {
            case WindowAssessed assessed
            when isJudged(assessed) -> {
                judged.put(assessed.judged().startMs(), assessed.judged().endMs());
                judgedWindows.accept(assessed);
            }
            case WindowAssessed _ -> {}
            case EpisodeChanged changed
            when changed.change().type() == EpisodeTransition.Type.OPENED ->
                opened.computeIfAbsent(
                                new Span(
                                        changed.window().startMs(),
                                        changed.window().endMs()),
                                _ -> new ArrayList<>())
                        .add(changed.subject());
            case EpisodeChanged _ -> {}
            case BaselineLearned learned -> monitors.learned(learned);
        }
    }

    private static boolean isJudged(WindowAssessed assessed) {
        return assessed.features().values().stream()
                .flatMap(feature -> feature.judgement().stream())
                .anyMatch(judgement -> judgement.verdict().severity() != Severity.INSUFFICIENT);
    }

    /** What it came to. */
    Trial trial(Setting setting) {
        List<Alarm> alarms = opened.entrySet().stream()
                .map(alarm -> new Alarm(
                        Instant.ofEpochMilli(alarm.getKey().startMs()),
                        Instant.ofEpochMilli(alarm.getKey().endMs()),
                        alarm.getValue()))
                .toList();
        long judgedMs = judged.entrySet().stream()
                .mapToLong(span -> span.getValue() - span.getKey())
                .sum();
        return new Trial(setting, alarms, span(), Duration.ofMillis(judgedMs), judged.size(), Map.of());
    }

    private Optional<Period> span() {
        return judged.isEmpty()
                ? Optional.empty()
                : Optional.of(new Period(
                        Instant.ofEpochMilli(judged.firstKey()),
                        Instant.ofEpochMilli(judged.lastEntry().getValue())));
    }
}
