package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.Names;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Ends episodes that no window will end: those of a version and segment that has had no data for long, those that there has been nothing to
 * compare with for long, and those of what the spec asks for no more. Time is that of the model's events: while the whole model is silent,
 * nothing ends until the model is forgotten.
 */
final class SilentEpisodes {
    private final Episodes episodes;
    private final ToLongFunction<SeriesKey> lastDataMs;
    private final BaselineLearner baselines;

    /** @param lastDataMs where the last pane of a series ended; {@link Long#MIN_VALUE} where that is not known */
    SilentEpisodes(Episodes episodes, ToLongFunction<SeriesKey> lastDataMs, BaselineLearner baselines) {
        this.episodes = episodes;
        this.lastDataMs = lastDataMs;
        this.baselines = baselines;
    }

    /** Why an episode ends, and the time of which that is said. */
    private record Ending(Span span, String why) {}

    /**
     * @param span the latest span that was judged
     * @param panes all of it
     * @param versions that have rows in it
     */
    void end(
            Span span,
            List<MergedWindow> panes,
            Collection<String> versions,
            MonitorSpec spec,
            Consumer<Assessment> out) {
        for (Episode episode : episodes.all()) {
            ending(episode, span, panes, versions, spec).ifPresent(ending -> end(episode, ending, spec, out));
        }
    }

    private Optional<Ending> ending(
            Episode episode, Span span, List<MergedWindow> panes, Collection<String> versions, MonitorSpec spec) {
        EpisodeSubject subject = episode.subject();
        Optional<Reference> reference = Reference.of(subject.reference()).filter(spec.references()::contains);
        Optional<Long> length = Resolutions.lengthOf(subject.resolution(), spec);
        if (reference.isEmpty() || length.isEmpty() || !isAskedFor(subject.feature(), spec)) {
            return Optional.of(new Ending(span, "the monitor spec asks for it no more"));
        }
        SeriesKey series = seriesOf(subject);
        long judgedMs = episode.lastWindowEndMs();
        long lastMs = Math.max(lastDataMs.applyAsLong(series), judgedMs);
        long patienceMs = patienceMs(length.get(), spec);
        if (span.endMs() - lastMs >= patienceMs) {
            return Optional.of(noDataSince(lastMs, span.endMs()));
        }
        if (span.endMs() - judgedMs >= patienceMs + length.get()
                && !isComparable(subject, reference.get(), span, panes, spec)) {
            return Optional.of(new Ending(
                    new Span(judgedMs, span.endMs()),
                    "there has been nothing to compare it with since " + Instant.ofEpochMilli(judgedMs)));
        }
        // How traffic is split between versions is no drift.
        return subject.feature().equals(WholeModel.VOLUME) && !versions.contains(subject.version())
                ? Optional.of(new Ending(
                        span,
                        "the model's events are of version "
                                + versions.stream().map(Names::of).collect(Collectors.joining(" and "))))
                : Optional.empty();
    }

    private static boolean isAskedFor(String subject, MonitorSpec spec) {
        return switch (subject) {
            case WholeModel.DATASET -> true;
            case WholeModel.JOINT -> spec.multivariate();
            case WholeModel.VOLUME ->
                spec.decisionThresholdsOf(WholeModel.VOLUME).levels().containsKey(Statistic.VOLUME);
            default -> !spec.ignores(subject);
        };
    }

    /** How long an episode about windows of {@code lengthMs} waits for data. */
    static long patienceMs(long lengthMs, MonitorSpec spec) {
        return Math.max(spec.episodes().closeAfter() * lengthMs, PaneRing.LONGEST_CARRY * spec.windowMs());
    }

    /** Whether the latest windows could be asked: whether there is a baseline that knows of it, or rows that have it. */
    private boolean isComparable(
            EpisodeSubject subject, Reference reference, Span span, List<MergedWindow> panes, MonitorSpec spec) {
        SeriesKey series = seriesOf(subject);
        if (reference == Reference.BASELINE) {
            return baselines
                    .baselineOf(series.over(span))
                    .filter(known -> knows(known, subject.feature(), spec))
                    .isPresent();
        }
        return panes.stream()
                .filter(pane -> SeriesKey.of(pane.key()).equals(series))
                .map(pane -> pane.features().keySet())
                .allMatch(features -> subject.feature().equals(WholeModel.DATASET)
                        ? WholeDataset.isAsked(features, spec)
                        : features.contains(subject.feature()));
    }

    private static boolean knows(Baseline baseline, String subject, MonitorSpec spec) {
        return switch (subject) {
            case WholeModel.DATASET -> WholeDataset.isAsked(baseline.features().keySet(), spec);
            case WholeModel.JOINT -> baseline.joint().isPresent();
            case WholeModel.VOLUME -> baseline.arrivals().isPresent();
            default -> baseline.feature(subject).isPresent();
        };
    }

    /**
     * Ends all episodes of a model that is forgotten.
     *
     * @param silence from where its last pane ended to the present
     */
    void endAll(Span silence, MonitorSpec spec, Consumer<Assessment> out) {
        Ending ending = noDataSince(silence.startMs(), silence.endMs());
        episodes.all().forEach(episode -> end(episode, ending, spec, out));
    }

    private static Ending noDataSince(long lastMs, long nowMs) {
        return new Ending(new Span(lastMs, nowMs), "there has been no data since " + Instant.ofEpochMilli(lastMs));
    }

    private static SeriesKey seriesOf(EpisodeSubject subject) {
        return new SeriesKey(subject.model(), subject.version(), subject.segment());
    }

    private void end(Episode episode, Ending ending, MonitorSpec spec, Consumer<Assessment> out) {
        EpisodeSubject subject = episode.subject();
        Verdict verdict = new Verdict(
                Severity.INSUFFICIENT,
                episode.kind(),
                List.of(),
                WholeModel.inWords(subject.feature()) + " is not judged any longer: " + ending.why());
        episodes.end(
                episode,
                seriesOf(subject).over(ending.span()),
                new Ruling(subject.feature(), verdict, new Evidence(Map.of(), 0, 0)),
                Yardstick.none(Reference.of(subject.reference()).orElse(Reference.BASELINE)),
                spec,
                out);
    }
}
