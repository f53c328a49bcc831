package io.tidemark.profile.decision;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a window shows as a whole, from the verdicts on all its subjects.
 *
 * @param causes all that drifted, the heaviest first, {@value #MOST_CAUSES} at most
 * @param moreCauses how many there are besides
 * @param worstSegment of the model version in the same span, the one whose heaviest cause is the heaviest; empty where no segment drifted
 */
public record Diagnosis(Type type, List<Cause> causes, int moreCauses, Optional<String> worstSegment) {
    private static final int MOST_CAUSES = 10;
    private static final int NAMED = 3;

    /** What it is, told from where in the model the drift begins; the first that applies. */
    public enum Type {
        /** The data's source: of the most severe drifts one is a feature's and a matter of {@link DriftKind#DATA_QUALITY}. */
        DATA_QUALITY("the quality of the data changed"),
        /** The features: some are distributed differently, and so may be all that follows from them. */
        COVARIATE("features changed"),
        /** Features are distributed differently, and the model predicts worse. */
        COVARIATE_WITH_LOSS("features changed and the model got worse"),
        /** Features are distributed differently, and by its labels the model predicts as well as before. */
        COVARIATE_WITHOUT_LOSS("features changed and the model is as good as before"),
        /** The same inputs have other outcomes: the model predicts worse and no feature changed. */
        CONCEPT("the model got worse though no feature changed"),
        /** True classes come in another mix, or true numbers are others; where the model predicts worse, because of it. */
        LABEL_SHIFT("labels are distributed differently"),
        /** The model predicts worse, and why is not known: whether features changed, or whether labels that come in another mix explain it. */
        PERFORMANCE("the model got worse"),
        /** Each feature alone is as it was, and they depend on each other differently. */
        MULTIVARIATE("features depend on each other differently"),
        /** The model: predictions changed and nothing that they are made from did. */
        PREDICTION_ONLY("predictions changed though no feature did"),
        /** More or fewer rows than usual, of the usual kind. */
        VOLUME("the number of events changed");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** What it says, as the beginning of a sentence. */
        public String words() {
            return words;
        }
    }

    /**
     * A subject of a window.
     *
     * @param aspect the kind of drift that a change of its distribution is: FEATURE, PREDICTION, MULTIVARIATE or VOLUME, and where labels are
     *     known LABEL or PERFORMANCE
     */
    public record Subject(String name, DriftKind aspect, Verdict verdict) {}

    public Diagnosis {
        causes = List.copyOf(causes);
    }

    /** The diagnosis of what is known before any label, in whatever order the subjects come; empty where none drifted. */
    public static Optional<Diagnosis> of(Collection<Subject> subjects) {
        List<Subject> drifted = subjects.stream()
                .filter(subject -> subject.verdict().severity().isDrift())
                .toList();
        if (drifted.isEmpty()) {
            return Optional.empty();
        }
        List<Cause> causes = drifted.stream()
                .map(subject -> Cause.of(subject.name(), subject.verdict()))
                .sorted()
                .toList();
        return Optional.of(of(typeOf(drifted, causes.getFirst().severity()), causes, 0));
    }

    /** @param more causes besides */
    static Diagnosis of(Type type, Collection<Cause> causes, int more) {
        return new Diagnosis(
                type,
                causes.stream().sorted().limit(MOST_CAUSES).toList(),
                more + Math.max(0, causes.size() - MOST_CAUSES),
                Optional.empty());
    }

    private static Type typeOf(List<Subject> drifted, Severity worst) {
        boolean quality = drifted.stream()
                .anyMatch(subject -> subject.aspect() == DriftKind.FEATURE
                        && subject.verdict().kind() == DriftKind.DATA_QUALITY
                        && subject.verdict().severity() == worst);
        if (quality) {
            return Type.DATA_QUALITY;
        }
        if (has(DriftKind.FEATURE, drifted)) {
            return Type.COVARIATE;
        }
        if (has(DriftKind.MULTIVARIATE, drifted)) {
            return Type.MULTIVARIATE;
        }
        return has(DriftKind.PREDICTION, drifted) ? Type.PREDICTION_ONLY : Type.VOLUME;
    }

    private static boolean has(DriftKind aspect, List<Subject> drifted) {
        return drifted.stream().anyMatch(subject -> subject.aspect() == aspect);
    }

    /** The heaviest cause. */
    public Cause heaviest() {
        return causes.getFirst();
    }

    public Diagnosis withWorstSegment(String segment) {
        return new Diagnosis(type, causes, moreCauses, Optional.of(segment));
    }

    /** All of it in one sentence. */
    public String sentence() {
        String named = causes.stream().limit(NAMED).map(Cause::sentence).collect(Collectors.joining(", "));
        int more = causes.size() + moreCauses - NAMED;
        return type.words() + ": " + named + (more > 0 ? " and " + Figures.of(more) + " more" : "")
                + worstSegment.map(segment -> "; worst in " + Names.of(segment)).orElse("");
    }
}
