package io.tidemark.stream.performance;

import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.AssessorState;
import io.tidemark.stream.assess.Episodes;
import io.tidemark.stream.assess.Episodes.Verdicts;
import io.tidemark.stream.assess.Ruling;
import io.tidemark.stream.assess.Yardstick;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.performance.PerformanceJudge.Answer;
import io.tidemark.stream.performance.PerformanceJudge.Question;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one model's windows are found to be, in the order of time.
 *
 * <p>A window is judged once: when what was found of its inputs is known or not waited for any more, and labels of enough of its predictions are
 * there or it is over for labels. Windows that end together are judged together, and none before those that ended earlier: so an episode sees its windows in their
 * order, however labels come. A window that appears when those that end with it have been judged, as where a partition had been idle, is not judged.
 */
final class Judgements {
    static final String STATE = "d/";

    private static final int VERSION = 1;

    private final String model;
    private final References references;
    private final KnownInputs inputs;
    private final Diagnoser diagnoser;
    private final Episodes episodes;
    private final AbandonedEpisodes abandoned;
    private long judgedUpToMs = Long.MIN_VALUE;
    private boolean dirty;

    Judgements(String model, References references, KnownInputs inputs) {
        this.model = model;
        this.references = references;
        this.inputs = inputs;
        this.diagnoser = new Diagnoser(inputs, references);
        this.episodes = new Episodes(model);
        this.abandoned = new AbandonedEpisodes(model, episodes);
    }

    /**
     * Judges windows that end together, if that was not done and can be done.
     *
     * @param span their predictions are complete, and all that ended before have been judged
     * @param finalMs windows that end at or before it take no labels any more
     * @return whether they are judged
     */
    boolean judge(List<RevisedWindow> span, long finalMs, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        WindowKey bounds = span.getFirst().key;
        if (bounds.endMs() <= judgedUpToMs) {
            return true;
        }
        List<Question> questions = span.stream()
                .map(window -> new Question(
                        window.key, window.profile(), references.of(Series.of(window.key), bounds.endMs())))
                .toList();
        boolean enoughLabels = bounds.endMs() <= finalMs || isCovered(questions, spec);
        if (!enoughLabels || !areInputsKnown(questions)) {
            return false;
        }
        List<Answer> answers = PerformanceJudge.judge(questions, spec);
        List<Optional<Diagnosis>> diagnoses = diagnoser.of(answers);
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            if (!answer.rulings().isEmpty()) {
                span.get(i).judge(answer.verdict(diagnoses.get(i)));
                advance(answer, diagnoses.get(i), spec, out);
            }
        }
        abandoned.endSilent(answers, bounds.endMs(), spec, out);
        episodes.forgetResolved(bounds.endMs());
        judgedUpToMs = bounds.endMs();
        dirty = true;
        return true;
    }

    /** Whether labels of enough predictions are there, of every version. */
    private static boolean isCovered(List<Question> questions, MonitorSpec spec) {
        double wanted = spec.labels().orElse(Labels.DEFAULT).coverage();
        return questions.stream()
                .filter(question -> question.window().segment().equals(Segments.ALL))
                .allMatch(question -> question.profile().labelled()
                        >= wanted * question.profile().predictions());
    }

    /** Whether all is found that can be expected of all rows' inputs, of every version. */
    private boolean areInputsKnown(List<Question> questions) {
        return questions.stream()
                .map(Question::window)
                .filter(window -> window.segment().equals(Segments.ALL))
                .allMatch(inputs::areNotWaitedFor);
    }

    private void advance(
            Answer answer, Optional<Diagnosis> diagnosis, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        Question question = answer.question();
        Yardstick yardstick =
                question.reference().map(Judgements::yardstickOf).orElseGet(() -> Yardstick.none(Reference.BASELINE));
        episodes.advance(
                new Verdicts(question.window(), yardstick, answer.rulings(), diagnosis),
                EpisodeSubject.WINDOWS,
                spec,
                changed -> out.accept(new EpisodeNews(changed)));
    }

    private static Yardstick yardstickOf(PerformanceReference reference) {
        return new Yardstick(Reference.BASELINE, reference.id(), reference.learned(), Map.of(), Optional.empty());
    }

    /** Takes in what is to be said of errors that became known in the time of {@code window}, of all rows. */
    void advanceErrors(
            WindowKey window,
            Verdict verdict,
            long rows,
            Optional<PerformanceReference> reference,
            MonitorSpec spec,
            Consumer<PerformanceOutput> out) {
        Evidence evidence = new Evidence(
                Map.of(), reference.map(known -> known.baseline().labelled()).orElse(0L), rows);
        episodes.advance(
                new Verdicts(
                        window,
                        reference.map(Judgements::yardstickOf).orElseGet(() -> Yardstick.none(Reference.BASELINE)),
                        List.of(new Ruling(ErrorWatch.SUBJECT, verdict, evidence)),
                        Diagnoser.ofErrors(verdict)),
                EpisodeSubject.WINDOWS,
                spec,
                changed -> out.accept(new EpisodeNews(changed)));
    }

    /** Ends the episodes of what the spec does not ask for any more. */
    void endUnasked(MonitorSpec spec, Consumer<PerformanceOutput> out) {
        abandoned.endUnasked(spec, out);
    }

    /** The end of the last windows that were judged; {@link Long#MIN_VALUE} where none was. */
    long judgedUpToMs() {
        return judgedUpToMs;
    }

    void save(StateWriter writer) {
        episodes.save(writer);
        if (dirty) {
            BinaryOut out = new BinaryOut(VERSION).writeLong(judgedUpToMs);
            abandoned.writeTo(out);
            writer.put(STATE + WindowKey.escape(model), out.toBytes());
            dirty = false;
        }
    }

    void restore(String key, byte[] value) {
        if (key.startsWith(AssessorState.EPISODE) || key.startsWith(AssessorState.RESOLVED)) {
            episodes.restore(key, value);
        } else {
            BinaryIn in = new BinaryIn("judgements of model " + model, value, VERSION);
            judgedUpToMs = in.readLong();
            abandoned.readFrom(in);
        }
    }
}
