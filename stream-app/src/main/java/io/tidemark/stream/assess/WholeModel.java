package io.tidemark.stream.assess;

import io.tidemark.profile.decision.Names;

/** What is judged of a model besides its features, as subjects of episodes. No feature may have a name that begins with $. */
public final class WholeModel {
    /** How the features depend on each other. */
    public static final String JOINT = "$joint";

    /** All features together. */
    public static final String DATASET = "$dataset";

    /** How many rows came. */
    public static final String VOLUME = "$volume";

    private WholeModel() {}

    /** Whether an episode's subject is the model as a whole and not one feature or prediction. */
    public static boolean isSubject(String subject) {
        return subject.equals(JOINT) || subject.equals(DATASET) || subject.equals(VOLUME);
    }

    /** A subject as the beginning of a sentence: a feature or prediction by its name. */
    static String inWords(String subject) {
        return switch (subject) {
            case JOINT -> "how features depend on each other";
            case DATASET -> "the model as a whole";
            case VOLUME -> "the number of events";
            default -> Names.of(subject);
        };
    }
}
