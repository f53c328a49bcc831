package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.Judgement;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is published of a pane: its rows and sketches, and the judgements on the window that ends with it. */
final class PaneReport {
    private PaneReport() {}

    /**
     * What was found of a window.
     *
     * @param judgements by feature
     * @param whole all of it together
     */
    record Findings(Map<String, Judgement> judgements, InputsVerdict whole) {
        /** It was not judged. */
        static final Findings NONE = new Findings(Map.of(), InputsVerdict.UNKNOWN);

        static Findings of(WindowJudge.Answer answer) {
            return new Findings(answer.judgements(), Diagnoses.verdictOf(answer));
        }
    }

    /** Of a pane whose rows came when it had been judged, or that is published before all of them have. */
    static WindowAssessed ofSupplement(MergedWindow pane, MonitorSpec spec) {
        return of(pane, pane, Optional.empty(), List.of(), Findings.NONE, spec);
    }

    /**
     * @param window that ends with the pane
     * @param baseline it was compared with
     * @param absentTags see {@link AbsentTags}
     */
    static WindowAssessed of(
            MergedWindow pane,
            MergedWindow window,
            Optional<Baseline> baseline,
            List<String> absentTags,
            Findings findings,
            MonitorSpec spec) {
        SortedMap<String, FeatureAssessment> features = new TreeMap<>();
        for (String name : names(pane, baseline, spec)) {
            features.put(
                    name,
                    new FeatureAssessment(
                            name,
                            WindowJudge.sketchOf(name, pane, spec),
                            Optional.ofNullable(findings.judgements().get(name))));
        }
        Span judged = window.span();
        return new WindowAssessed(
                pane.key(),
                pane.supplement(),
                pane.rows(),
                pane.unprofiledRows(),
                pane.droppedValues(),
                absentTags,
                spec.revision(),
                baseline,
                new JudgedSpan(judged.startMs(), judged.endMs(), window.rows()),
                findings.whole(),
                features);
    }

    /** What the pane has, and what the baseline lets expect. */
    private static SortedSet<String> names(MergedWindow pane, Optional<Baseline> baseline, MonitorSpec spec) {
        SortedSet<String> names = new TreeSet<>(pane.features().keySet());
        baseline.filter(_ -> pane.isProfiled())
                .ifPresent(known -> names.addAll(known.features().keySet()));
        names.removeIf(spec::ignores);
        return names;
    }
}
