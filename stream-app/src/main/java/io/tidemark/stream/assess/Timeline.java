package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.PaneReport.Findings;
import io.tidemark.stream.assess.WindowJudge.Answer;
import io.tidemark.stream.assess.WindowJudge.Question;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One model's panes in the order of time, and what follows from each: the windows and roll-ups that end with it are judged, learned
 * from, and their episodes advanced. What is judged, and in which order, follows from the panes alone.
 *
 * <p>A pane that comes when later ones have been judged is judged alone, and is part of no other window.
 */
final class Timeline {
    private final Monitors monitors;
    private final BaselineLearner learner;
    private final Episodes episodes;
    private final SilentEpisodes silent;
    private final Traffic traffic;
    private final SilentModel silentModel;
    private final ReferenceWindows references;
    private final SeriesByKey series = new SeriesByKey();
    private final RollupJudge rollups;
    private final AbsentTags absentTags = new AbsentTags();

    Timeline(String model, Monitors monitors, WindowHistory history, Traffic traffic) {
        this.monitors = monitors;
        this.references = new ReferenceWindows(model, history);
        this.learner = new BaselineLearner(model, monitors);
        this.episodes = new Episodes(model);
        this.rollups = new RollupJudge(series, learner, episodes, references);
        this.silent = new SilentEpisodes(
                episodes,
                key -> series.find(key).map(SegmentSeries::lastPaneEndMs).orElse(Long.MIN_VALUE),
                learner);
        this.traffic = traffic;
        this.silentModel = new SilentModel(model, traffic, learner, episodes, silent);
    }

    /**
     * A pane and the window that ends with it.
     *
     * @param known the baseline, if there is one
     */
    private record PaneWindow(MergedWindow pane, MergedWindow window, Optional<Baseline> known) {

        /** The baseline, if the spec asks for a comparison with it. */
        Optional<Baseline> baseline(MonitorSpec spec) {
            return known.filter(_ -> spec.references().contains(Reference.BASELINE));
        }

        WindowAssessed report(List<String> absentTags, Findings findings, MonitorSpec spec) {
            return PaneReport.of(pane, window, baseline(spec), absentTags, findings, spec);
        }
    }

    /**
     * Judges the windows that end with the panes of one span.
     *
     * @param belated whether panes that end later have been judged
     */
    void judge(Span span, List<MergedWindow> panes, boolean belated, MonitorSpec spec, Consumer<Assessment> out) {
        if (!belated) {
            judgeEmptyPanes(span.startMs(), spec, out);
        }
        rollups.judgeUpTo(span.endMs() - 1, spec, out);
        absentTags.next(spec);
        List<PaneWindow> windows =
                panes.stream().map(pane -> windowOf(pane, belated, spec)).toList();
        double level = spec.levelOf(spec.windows().hop());
        compareWithBaselines(span, windows, belated, level, spec, out);
        if (!belated) {
            compareWithReferences(windows, level, spec, out);
            windows.forEach(window -> keep(window, spec));
            traffic.passed(span, panes, spec);
            silent.end(span, panes, traffic.versions(), spec, out);
            forget(span.endMs(), spec);
        } else {
            panes.forEach(pane -> rollups.addBelated(pane, spec));
        }
    }

    /**
     * Judges the panes after the last one that end at or before {@code endMs}. There is no row in them, and none is to come, other than late
     * ones.
     */
    void judgeEmptyPanes(long endMs, MonitorSpec spec, Consumer<Assessment> out) {
        silentModel.judgeUpTo(endMs, spec, out);
    }

    private PaneWindow windowOf(MergedWindow pane, boolean belated, MonitorSpec spec) {
        Optional<Baseline> known = learner.baselineOf(pane.key());
        if (belated || !pane.isProfiled() || !isCompared(known, spec)) {
            return new PaneWindow(pane, pane, known);
        }
        SegmentSeries past = series.of(pane.key());
        past.rest(known.map(Baseline::id).orElse(""), spec);
        return new PaneWindow(pane, past.windowEndingWith(pane, spec), known);
    }

    private static boolean isCompared(Optional<Baseline> known, MonitorSpec spec) {
        return known.isPresent() || ReferenceWindows.areAskedFor(spec);
    }

    private void compareWithBaselines(
            Span span,
            List<PaneWindow> windows,
            boolean belated,
            double level,
            MonitorSpec spec,
            Consumer<Assessment> out) {
        List<MergedWindow> panes = windows.stream().map(PaneWindow::pane).toList();
        List<Question> family = new ArrayList<>();
        Predicate<WindowKey> counts = pane -> !belated && traffic.counts(pane) && !WholeVolume.isShared(pane, panes);
        for (PaneWindow window : windows) {
            Set<String> unasked = counts.test(window.pane().key()) ? Set.of() : Set.of(WholeModel.VOLUME);
            window.baseline(spec)
                    .ifPresent(baseline ->
                            family.add(new Question(window.window(), window.pane(), Yardstick.of(baseline), unasked)));
        }
        if (spec.references().contains(Reference.BASELINE)) {
            family.addAll(WholeVolume.missing(span, panes, counts, monitors, spec));
        }
        Iterator<Answer> answers = WindowJudge.judge(family, spec, level).iterator();
        for (PaneWindow window : windows) {
            List<String> absent = absentTags.of(window.pane().key(), panes, spec);
            if (window.baseline(spec).isPresent()) {
                Answer answer = answers.next();
                out.accept(window.report(absent, Findings.of(answer), spec));
                episodes.advance(answer, EpisodeSubject.WINDOWS, spec, out);
            } else {
                out.accept(window.report(absent, Findings.NONE, spec));
                if (window.known().isEmpty()) {
                    learn(window.pane(), WholeVolume.isShared(window.pane().key(), panes), spec, out);
                }
            }
        }
        answers.forEachRemaining(missing -> episodes.advanceWithoutRows(missing, spec, out));
    }

    private void compareWithReferences(
            List<PaneWindow> windows, double level, MonitorSpec spec, Consumer<Assessment> out) {
        for (Reference reference : spec.references()) {
            List<Question> family = windows.stream()
                    .flatMap(window -> references
                            .of(reference, window.window(), EpisodeSubject.WINDOWS, window.known(), spec)
                            .map(earlier -> new Question(window.window(), earlier))
                            .stream())
                    .toList();
            WindowJudge.judge(family, spec, level)
                    .forEach(answer -> episodes.advance(answer, EpisodeSubject.WINDOWS, spec, out));
        }
    }

    private void keep(PaneWindow window, MonitorSpec spec) {
        MergedWindow pane = window.pane();
        SegmentSeries past = series.of(pane.key());
        past.seen(pane.key().endMs());
        // What lacks some of its rows is no part of other windows; these are judged by the rest.
        if (pane.isProfiled() && isCompared(window.known(), spec)) {
            past.add(pane, window.window(), spec);
            past.rollups().add(pane, false, spec);
            references.remember(window.window(), EpisodeSubject.WINDOWS, spec);
        }
    }

    private void learn(MergedWindow pane, boolean shared, MonitorSpec spec, Consumer<Assessment> out) {
        if (!pane.isProfiled()) {
            learner.count(pane, shared);
            return;
        }
        WindowKey key = pane.key();
        learner.learn(pane, shared, spec)
                .ifPresent(
                        learned -> out.accept(new BaselineLearned(key.model(), key.version(), key.segment(), learned)));
    }

    private void forget(long passedMs, MonitorSpec spec) {
        series.all().forEach(past -> past.forget(passedMs, spec));
        series.removeIf(past -> past.isEmpty() && !episodes.has(past.key()));
        long longestMs = spec.windows().rollups().stream()
                .mapToLong(Duration::toMillis)
                .max()
                .orElse(0);
        episodes.forgetResolved(passedMs - longestMs);
        references.forget(passedMs, spec);
    }

    /** When the first roll-up ends; {@link Long#MAX_VALUE} where there is none. */
    long firstRollupEndMs() {
        return rollups.firstEndMs();
    }

    /** Judges the roll-ups that end at or before {@code endMs}. */
    void judgeRollups(long endMs, MonitorSpec spec, Consumer<Assessment> out) {
        rollups.judgeUpTo(endMs, spec, out);
    }

    /** Rows for a pane that was judged before, or never is: published as what they are, and part of roll-ups that are still open. */
    void supplement(MergedWindow pane, MonitorSpec spec, Consumer<Assessment> out) {
        out.accept(PaneReport.ofSupplement(pane, spec));
        rollups.addBelated(pane, spec);
    }

    /**
     * Publishes panes that end together before all their rows have come. They are not judged, nor is what was before them and has not been judged:
     * whether it was empty is not known.
     */
    void publishEarly(List<MergedWindow> panes, MonitorSpec spec, Consumer<Assessment> out) {
        List<MergedWindow> early =
                panes.stream().filter(pane -> !pane.supplement()).toList();
        panes.forEach(MergedWindow::becomeSupplement);
        panes.forEach(pane -> supplement(pane, spec, out));
        if (early.isEmpty()) {
            return;
        }
        learner.missArrivals();
        Span span = early.getLast().span();
        if (span.endMs() > traffic.lastPaneEndMs()) {
            traffic.passed(span, early, spec);
        }
        early.forEach(pane -> series.find(SeriesKey.of(pane.key())).ifPresent(past -> past.seen(span.endMs())));
    }

    /** What it can do without. */
    List<Holding> holdings() {
        return Stream.concat(learner.holdings().stream(), series.holdings().stream())
                .toList();
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return learner.heapBytes() + series.heapBytes();
    }

    void save(StateWriter writer) {
        learner.save(writer);
        episodes.save(writer);
        series.save(writer);
    }

    void restore(String key, byte[] value) {
        switch (key.substring(0, 2)) {
            case AssessorState.EPISODE, AssessorState.RESOLVED -> episodes.restore(key, value);
            case AssessorState.LEARNING -> learner.restore(key, value);
            default -> series.restore(key, value);
        }
    }
}
