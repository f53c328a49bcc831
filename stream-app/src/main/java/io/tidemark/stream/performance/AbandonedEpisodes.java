package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.LabelCandidate;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.performance.Metric;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Episodes;
import io.tidemark.stream.assess.Ruling;
import io.tidemark.stream.assess.Yardstick;
import io.tidemark.stream.performance.PerformanceJudge.Answer;
import io.tidemark.stream.performance.PerformanceJudge.Question;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Ends the episodes of one model that no window will end. */
final class AbandonedEpisodes {
    /** Windows of the model in a row that have no label of a series, after which its episodes end; or {@code closeAfter}, if that is more. */
    private static final int LONGEST_SILENCE = 24;

    private final String model;
    private final Episodes episodes;
    /** Of series with episodes: how many windows of the model have been judged since the last that had a label of theirs. */
    private final Map<Series, Integer> silent = new TreeMap<>(Comparator.comparing(Series::toText));

    AbandonedEpisodes(String model, Episodes episodes) {
        this.model = model;
        this.episodes = episodes;
    }

    /**
     * Ends those of versions and segments that have no labels any more, while the model has: as long as it is silent as a whole, or has too few
     * labels to be judged, they stay as they are.
     *
     * @param answers what was found of the windows that end at {@code endMs}
     */
    void endSilent(List<Answer> answers, long endMs, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        Set<Series> labelled = answers.stream()
                .map(Answer::question)
                .filter(question -> question.profile().labelled() > 0)
                .map(question -> Series.of(question.window()))
                .collect(Collectors.toSet());
        Set<Series> ofEpisodes =
                episodes.all().stream().map(AbandonedEpisodes::seriesOf).collect(Collectors.toSet());
        silent.keySet().retainAll(ofEpisodes);
        silent.keySet().removeAll(labelled);
        if (answers.stream().map(Answer::question).noneMatch(question -> hasEnough(question, spec))) {
            return;
        }
        ofEpisodes.removeAll(labelled);
        ofEpisodes.forEach(series -> silent.merge(series, 1, Integer::sum));
        int longest = Math.max(LONGEST_SILENCE, spec.episodes().closeAfter());
        for (Episode episode : episodes.all()) {
            int windows = silent.getOrDefault(seriesOf(episode), 0);
            if (windows >= longest) {
                end(episode, endMs, windows + " windows in a row have had no label of it", spec, out);
            }
        }
    }

    private static Series seriesOf(Episode episode) {
        return new Series(episode.subject().version(), episode.subject().segment());
    }

    /** Whether all rows of a version have labels enough to be judged. */
    private static boolean hasEnough(Question question, MonitorSpec spec) {
        return question.window().segment().equals(Segments.ALL)
                && question.profile().labelled() >= spec.minRows();
    }

    /** Those of what the spec does not ask for any more. */
    void endUnasked(MonitorSpec spec, Consumer<PerformanceOutput> out) {
        for (Episode episode : episodes.all()) {
            if (!isAsked(episode.subject().feature(), spec)) {
                long endMs = episode.lastWindowEndMs() + spec.windowMs();
                end(episode, endMs, "the monitor spec does not ask for it", spec, out);
            }
        }
    }

    private static boolean isAsked(String subject, MonitorSpec spec) {
        if (spec.labels().isEmpty()) {
            return false;
        }
        return switch (subject) {
            case LabelCandidate.SUBJECT -> !spec.ignores(LabelCandidate.SUBJECT);
            case ErrorWatch.SUBJECT -> spec.metricLimits().byMetric().containsKey(Metric.ACCURACY);
            default ->
                spec.metricLimits().byMetric().keySet().stream()
                        .map(PerformanceSubjects::of)
                        .anyMatch(subject::equals);
        };
    }

    private void end(Episode episode, long endMs, String why, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        EpisodeSubject subject = episode.subject();
        Verdict verdict = new Verdict(
                Severity.INSUFFICIENT,
                episode.kind(),
                List.of(),
                subject.feature() + " is not judged any longer: " + why);
        episodes.end(
                episode,
                new WindowKey(model, subject.version(), subject.segment(), episode.lastWindowEndMs(), endMs),
                new Ruling(subject.feature(), verdict, new Evidence(Map.of(), 0, 0)),
                Yardstick.none(Reference.BASELINE),
                spec,
                changed -> out.accept(new EpisodeNews(changed)));
    }

    void writeTo(BinaryOut out) {
        out.writeInt(silent.size());
        silent.forEach((series, windows) -> out.writeText(series.toText()).writeInt(windows));
    }

    void readFrom(BinaryIn in) {
        for (int count = in.readInt(); count > 0; count--) {
            silent.put(Series.fromText(in.readText()), in.readInt());
        }
    }
}
