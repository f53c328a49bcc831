package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.WindowJudge.Answer;
import io.tidemark.stream.assess.WindowJudge.Question;
import io.tidemark.stream.assess.WindowJudge.Ruling;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One model's panes in the order of time, and what follows from each: the windows that end with it are judged, learned from, and
 * their episodes advanced.
 *
 * <p>A pane that comes when later ones have been judged is judged alone, and is part of no other window.
 */
final class Timeline {
    private static final Comparator<SeriesKey> IN_ORDER =
            Comparator.comparing(SeriesKey::version).thenComparing(SeriesKey::segment);

    private final BaselineLearner learner;
    private final Episodes episodes;
    private final Map<SeriesKey, SegmentSeries> series = new TreeMap<>(IN_ORDER);
    private final List<SegmentSeries> emptied = new ArrayList<>();

    Timeline(String model, Monitors monitors) {
        this.learner = new BaselineLearner(model, monitors);
        this.episodes = new Episodes(model);
    }

    /** A pane and the window that ends with it. */
    private record PaneWindow(MergedWindow pane, MergedWindow window, Optional<Baseline> baseline) {
        /** Whether what it is compared with may have to be merged from several panes. */
        boolean isJudged() {
            return baseline.isPresent();
        }
    }

    /**
     * Judges the windows that end with the panes of one span.
     *
     * @param belated whether panes that end later have been judged
     */
    void judge(List<MergedWindow> panes, boolean belated, MonitorSpec spec, Consumer<Assessment> out) {
        List<PaneWindow> windows =
                panes.stream().map(pane -> windowOf(pane, belated, spec)).toList();
        List<Question> family = windows.stream()
                .flatMap(window -> window.baseline().stream().map(b -> new Question(window.window(), Yardstick.of(b))))
                .toList();
        Iterator<Answer> answers = WindowJudge.judge(
                        family, spec, spec.levelOf(spec.windows().hop()))
                .iterator();
        for (PaneWindow window : windows) {
            if (window.baseline().isPresent()) {
                Answer answer = answers.next();
                out.accept(assessed(window, answer.judgements(), spec));
                advance(answer, spec, out);
            } else {
                out.accept(assessed(window, Map.of(), spec));
                learn(window.pane(), spec, out);
            }
            if (!belated && window.isJudged()) {
                seriesOf(window.pane()).add(window.pane(), window.window(), spec);
            }
        }
        if (!belated) {
            forget(panes.getFirst().key().endMs(), spec);
        }
    }

    private PaneWindow windowOf(MergedWindow pane, boolean belated, MonitorSpec spec) {
        Optional<Baseline> baseline = learner.baselineOf(pane.key());
        return baseline.isEmpty() || belated
                ? new PaneWindow(pane, pane, baseline)
                : new PaneWindow(
                        pane,
                        seriesOf(pane).windowEndingWith(pane, baseline.get().id(), spec),
                        baseline);
    }

    private SegmentSeries seriesOf(MergedWindow pane) {
        return series.computeIfAbsent(SeriesKey.of(pane.key()), SegmentSeries::new);
    }

    private void advance(Answer answer, MonitorSpec spec, Consumer<Assessment> out) {
        WindowKey window = answer.question().window().key();
        for (Ruling ruling : answer.rulings()) {
            episodes.advance(window, ruling.subject(), ruling.verdict(), spec.episodePolicy())
                    .ifPresent(change -> out.accept(new EpisodeChanged(
                            window,
                            ruling.subject(),
                            change,
                            ruling.verdict(),
                            ruling.evidence(),
                            answer.question().yardstick(),
                            spec.revision())));
        }
    }

    private void learn(MergedWindow pane, MonitorSpec spec, Consumer<Assessment> out) {
        WindowKey key = pane.key();
        learner.learn(pane, spec)
                .ifPresent(
                        learned -> out.accept(new BaselineLearned(key.model(), key.version(), key.segment(), learned)));
    }

    private void forget(long passedMs, MonitorSpec spec) {
        series.values().removeIf(one -> {
            one.forget(passedMs, spec);
            if (one.isEmpty()) {
                emptied.add(one);
            }
            return one.isEmpty();
        });
    }

    /** Rows for a pane that was judged before: published as what they are. */
    WindowAssessed supplement(MergedWindow pane, MonitorSpec spec) {
        return assessed(new PaneWindow(pane, pane, Optional.empty()), Map.of(), spec);
    }

    private static WindowAssessed assessed(PaneWindow window, Map<String, Judgement> judgements, MonitorSpec spec) {
        MergedWindow pane = window.pane();
        SortedMap<String, FeatureAssessment> features = new TreeMap<>();
        for (String name : names(pane, window.baseline(), spec)) {
            FeatureSketch sketch = WindowJudge.sketchOf(name, pane, spec);
            features.put(name, new FeatureAssessment(name, sketch, Optional.ofNullable(judgements.get(name))));
        }
        WindowKey judged = window.window().key();
        return new WindowAssessed(
                pane.key(),
                pane.supplement(),
                pane.rows(),
                pane.droppedValues(),
                spec.revision(),
                window.baseline(),
                new JudgedSpan(judged.startMs(), judged.endMs(), window.window().rows()),
                features);
    }

    private static SortedSet<String> names(MergedWindow pane, Optional<Baseline> baseline, MonitorSpec spec) {
        SortedSet<String> names = new TreeSet<>(pane.features().keySet());
        baseline.ifPresent(b -> names.addAll(b.features().keySet()));
        names.removeIf(spec::ignores);
        return names;
    }

    void save(StateWriter writer) {
        learner.save(writer);
        episodes.save(writer);
        emptied.forEach(one -> one.save(writer));
        emptied.clear();
        series.values().forEach(one -> one.save(writer));
    }

    void restore(String key, byte[] value) {
        String rest = key.substring(2);
        switch (key.substring(0, 2)) {
            case AssessorState.EPISODE -> episodes.restore(key, value);
            case AssessorState.LEARNING -> learner.restore(key, value);
            case AssessorState.KEPT_PANE -> {
                WindowKey pane = WindowKey.fromText(rest);
                restored(SeriesKey.of(pane)).restorePane(pane, value);
            }
            case AssessorState.KEPT_PANE_FEATURE -> {
                int slash = rest.lastIndexOf('/');
                WindowKey pane = WindowKey.fromText(rest.substring(0, slash));
                restored(SeriesKey.of(pane))
                        .restorePaneFeature(pane, WindowKey.unescape(rest.substring(slash + 1)), value);
            }
            default -> restored(SeriesKey.fromText(rest)).restoreHeader(value);
        }
    }

    private SegmentSeries restored(SeriesKey key) {
        return series.computeIfAbsent(key, SegmentSeries::new);
    }
}
