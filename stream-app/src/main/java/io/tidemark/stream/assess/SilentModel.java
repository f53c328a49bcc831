package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges the panes in which a live model had no events at all, by their number alone: it is 0, and the version that had most of the last pane's rows
 * is asked for it. What is judged follows from where the panes with rows are, and not from when it was seen that others are missing.
 *
 * <p>After a long silence the model is forgotten, and all its episodes end. So they do where nothing has come since but what was of long ago:
 * such events are too late to end an episode, those that they begin included, and no model that sends only them is live.
 */
final class SilentModel {
    /** However short the windows: time for somebody to come back from a weekend, or a holiday. */
    static final Duration REMEMBERED = Duration.ofDays(7);

    private final String model;
    private final Traffic traffic;
    private final BaselineLearner learner;
    private final Episodes episodes;
    private final SilentEpisodes silent;

    SilentModel(String model, Traffic traffic, BaselineLearner learner, Episodes episodes, SilentEpisodes silent) {
        this.model = model;
        this.traffic = traffic;
        this.learner = learner;
        this.episodes = episodes;
        this.silent = silent;
    }

    /** Judges the panes from the last one that was judged to {@code endMs}. The caller knows that there is no row in them. */
    void judgeUpTo(long endMs, MonitorSpec spec, Consumer<Assessment> out) {
        long patienceMs = Math.max(REMEMBERED.toMillis(), SilentEpisodes.patienceMs(spec.windowMs(), spec));
        while (traffic.isLive(spec)) {
            Optional<Span> next = traffic.nextEmptyPane(endMs, spec.paneMs());
            if (next.isEmpty()) {
                return;
            }
            Span pane = next.get();
            judge(pane, spec, out);
            traffic.judgedEmpty(pane);
            if (pane.endMs() - traffic.lastPaneEndMs() >= patienceMs) {
                forget(pane.endMs(), spec, out);
            }
        }
        if (traffic.isAbandoned(spec) && endMs - traffic.lastPaneEndMs() >= patienceMs) {
            forget(traffic.lastPaneEndMs() + patienceMs, spec, out);
        }
    }

    private void forget(long endMs, MonitorSpec spec, Consumer<Assessment> out) {
        silent.endAll(new Span(traffic.lastPaneEndMs(), endMs), spec, out);
        traffic.forget();
    }

    private void judge(Span pane, MonitorSpec spec, Consumer<Assessment> out) {
        if (!spec.references().contains(Reference.BASELINE)) {
            return;
        }
        WindowKey key = new SeriesKey(model, traffic.foremostVersion(), Segments.ALL).over(pane);
        learner.baselineOf(key)
                .map(baseline -> WholeVolume.ofNoRows(key, baseline))
                .filter(question -> WholeVolume.candidate(question, spec).isPresent())
                .ifPresent(question -> WindowJudge.judge(
                                List.of(question),
                                spec,
                                spec.levelOf(spec.windows().hop()))
                        .forEach(answer -> episodes.advanceWithoutRows(answer, spec, out)));
    }
}
