package io.tidemark.standalone.models;

import java.util.List;
import java.util.Optional;

/**
 * What a person says of a model, beside what its file says.
 *
 * @param classes the names of its classes, in the order of its probabilities
 * @param positive the one, of two, whose score is logged as the score
 * @param regression whether it answers with a number
 * @param inputs its features, in the order of its columns
 * @param monitored the positive class that the model's monitor spec names
 */
public record ImportChoices(
        Optional<List<String>> classes,
        Optional<String> positive,
        boolean regression,
        Optional<List<InputColumn>> inputs,
        Optional<String> monitored) {

    public ImportChoices {
        if (regression && (classes.isPresent() || positive.isPresent())) {
            throw new ImportException(
                    "--regression is for models that answer with a number, which have no classes: leave out "
                            + (classes.isPresent() ? "--classes" : "--positive") + ", or --regression.");
        }
    }

    /** The same, with the positive class that the monitor names. */
    public ImportChoices withMonitored(Optional<String> newMonitored) {
        return new ImportChoices(classes, positive, regression, inputs, newMonitored);
    }

    /**
     * The positive one of these classes: the one that a person says, or the monitor.
     *
     * @param notes gets what a person should know
     */
    Optional<String> positiveOf(List<String> labels, List<String> notes) {
        if (positive.isPresent()) {
            if (!labels.contains(positive.get())) {
                throw new ImportException("--positive " + positive.get() + " is none of the model's classes: "
                        + (labels.isEmpty() ? "it answers with a number." : String.join(", ", labels) + "."));
            }
            if (labels.size() != 2) {
                throw new ImportException("--positive is for models of two classes, this one has " + labels.size()
                        + ": " + String.join(", ", labels) + ".");
            }
            return positive;
        }
        if (labels.size() != 2 || monitored.isEmpty()) {
            return Optional.empty();
        }
        if (!labels.contains(monitored.get())) {
            notes.add("The monitor's labels.positive is " + monitored.get() + ", which is none of the model's classes, "
                    + String.join(", ", labels) + ": name them with --classes as they are logged.");
            return Optional.empty();
        }
        return monitored;
    }
}
