package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.assess.WindowJudge.Question;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Judges the roll-ups of one model when they end, those of one span together. What was said of the windows within a roll-up is not said
 * again.
 */
final class RollupJudge {
    private final SeriesByKey series;
    private final BaselineLearner learner;
    private final Episodes episodes;
    private final ReferenceWindows references;

    RollupJudge(SeriesByKey series, BaselineLearner learner, Episodes episodes, ReferenceWindows references) {
        this.series = series;
        this.learner = learner;
        this.episodes = episodes;
        this.references = references;
    }

    /** When the first roll-up ends; {@link Long#MAX_VALUE} where there is none. */
    long firstEndMs() {
        return series.all().stream()
                .mapToLong(past -> past.rollups().firstEndMs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Adds a pane that comes when later ones have been judged to the roll-ups that are open. */
    void addBelated(MergedWindow pane, MonitorSpec spec) {
        if (!pane.isProfiled()) {
            return;
        }
        series.find(SeriesKey.of(pane.key())).ifPresent(past -> past.rollups().add(pane, true, spec));
    }

    /** Judges the roll-ups that end at or before {@code endMs}; of those that end together the shorter ones first. */
    void judgeUpTo(long endMs, MonitorSpec spec, Consumer<Assessment> out) {
        if (firstEndMs() > endMs) {
            return;
        }
        series.all().stream()
                .flatMap(past -> past.rollups().takeUpTo(endMs).stream())
                .collect(Collectors.groupingBy(
                        MergedWindow::span, () -> new TreeMap<>(Span.SHORTER_FIRST), Collectors.toList()))
                .forEach((span, rollups) -> judge(span, rollups, spec, out));
    }

    private void judge(Span span, List<MergedWindow> rollups, MonitorSpec spec, Consumer<Assessment> out) {
        Duration length = Duration.ofMillis(span.endMs() - span.startMs());
        if (!spec.windows().rollups().contains(length)) {
            return;
        }
        String resolution = Resolutions.ofRollup(length);
        for (Reference reference : spec.references()) {
            List<Question> family = rollups.stream()
                    .flatMap(rollup -> ask(rollup, reference, resolution, spec).stream())
                    .toList();
            WindowJudge.judge(family, spec, spec.levelOf(length))
                    .forEach(answer -> episodes.advance(answer, resolution, spec, out));
        }
        rollups.forEach(rollup -> references.remember(rollup, resolution, spec));
    }

    /** The number of rows is asked of windows alone. */
    private Optional<Question> ask(MergedWindow rollup, Reference reference, String resolution, MonitorSpec spec) {
        Optional<Baseline> known = learner.baselineOf(rollup.key());
        if (!series.of(rollup.key()).holdsFor(known.map(Baseline::id).orElse(""))) {
            return Optional.empty();
        }
        Optional<Yardstick> yardstick = reference == Reference.BASELINE
                ? known.map(Yardstick::of)
                : references.of(reference, rollup, resolution, known, spec);
        Set<String> settled =
                new HashSet<>(episodes.toldSince(rollup.key().startMs(), SeriesKey.of(rollup.key()), reference));
        settled.add(WholeModel.VOLUME);
        return yardstick.map(found -> new Question(rollup, found, settled));
    }
}
