package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.decision.VolumeCandidate;
import io.tidemark.stream.assess.WindowJudge.Question;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Whether as many rows came in a pane as the baseline lets expect of that time. Of windows that are merged from several panes, the last one
 * is judged: the ones before were.
 *
 * <p>Two versions that have rows of one segment in one span share its traffic, and how it is split is no drift: then nothing is asked
 * of either. So a version that another one replaced is not missed.
 */
final class WholeVolume {
    private WholeVolume() {}

    /** The question; empty where it is settled, or where the baseline does not know when its rows came. */
    static Optional<VolumeCandidate> candidate(Question question, MonitorSpec spec) {
        Thresholds thresholds = spec.decisionThresholdsOf(WholeModel.VOLUME);
        if (question.settled().contains(WholeModel.VOLUME)
                || !thresholds.levels().containsKey(Statistic.VOLUME)) {
            return Optional.empty();
        }
        WindowKey pane = question.pane().key();
        return question.yardstick()
                .baseline()
                .flatMap(Baseline::arrivals)
                .flatMap(arrivals -> arrivals.expected(pane.startMs(), pane.endMs()))
                .map(expected ->
                        new VolumeCandidate(nameOf(pane), question.pane().rows(), expected, thresholds));
    }

    private static String nameOf(WindowKey pane) {
        return pane.segment().equals(Segments.ALL) ? "version " + pane.version() : pane.segment();
    }

    /** The question after the number of rows, and nothing else, of a window that has none. */
    static Question ofNoRows(WindowKey window, Baseline baseline) {
        Set<String> others = new HashSet<>(baseline.features().keySet());
        others.addAll(Set.of(WholeModel.JOINT, WholeModel.DATASET));
        return new Question(MergedWindow.empty(Shelf.KEPT, window), Yardstick.of(baseline), others);
    }

    /** Whether {@code pane} is of a version that shares its segment with another in the span of {@code panes}. */
    static boolean isShared(WindowKey pane, Collection<MergedWindow> panes) {
        return panes.stream()
                .map(MergedWindow::key)
                .anyMatch(other -> other.segment().equals(pane.segment())
                        && !other.version().equals(pane.version()));
    }

    /**
     * Questions after segments that have no rows at all, though their version has and their baseline expects some. Segments that the
     * spec has no more, or that may be among the "other" ones, are not missed.
     *
     * @param counts whether the number of a pane's rows tells anything
     */
    static List<Question> missing(
            Span span, List<MergedWindow> panes, Predicate<WindowKey> counts, Monitors monitors, MonitorSpec spec) {
        List<Question> missing = new ArrayList<>();
        for (MergedWindow pane : panes) {
            WindowKey key = pane.key();
            if (key.segment().equals(Segments.ALL) && counts.test(key)) {
                Set<String> present = Set.copyOf(
                        panes.stream().map(other -> other.key().segment()).toList());
                new TreeMap<>(monitors.segments(key.model(), key.version())).forEach((segment, baseline) -> {
                    if (!present.contains(segment) && isWatched(segment, present, spec)) {
                        SeriesKey series = new SeriesKey(key.model(), key.version(), segment);
                        missing.add(ofNoRows(series.over(span), baseline));
                    }
                });
            }
        }
        return missing.stream()
                .filter(question -> candidate(question, spec).isPresent())
                .toList();
    }

    private static boolean isWatched(String segment, Set<String> present, MonitorSpec spec) {
        if (segment.equals(Segments.ALL) || Segments.isOther(segment)) {
            return false;
        }
        String tag = Segments.tagOf(segment);
        return spec.segments().by().contains(tag) && !present.contains(Segments.otherOf(tag));
    }
}
