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
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.WindowKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Ends the episodes of one model that no window will end. */
final class AbandonedEpisodes {
    /** Windows without a judgement after which an episode ends for want of labels. */
    private static final int LONGEST_SILENCE = 24;

    private final String model;
    private final Episodes episodes;

    AbandonedEpisodes(String model, Episodes episodes) {
        this.model = model;
        this.episodes = episodes;
    }

    /** Those of versions and segments that have no labels any more. */
    void endSilent(long judgedUpToMs, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        for (Episode episode : episodes.all()) {
            long lastMs = episode.lastWindowEndMs();
            if (judgedUpToMs - lastMs >= LONGEST_SILENCE * spec.windowMs()) {
                end(
                        episode,
                        judgedUpToMs,
                        "there have not been enough labels since " + Instant.ofEpochMilli(lastMs),
                        spec,
                        out);
            }
        }
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
}
