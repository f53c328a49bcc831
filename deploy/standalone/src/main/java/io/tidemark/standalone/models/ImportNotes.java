package io.tidemark.standalone.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What should be known of an imported model beside what its application logs, and does not stop the import. */
public final class ImportNotes {
    private ImportNotes() {}

    /** Each in a sentence. */
    public static List<String> of(String model, ImportedModel imported, LoggedQuestions logged) {
        List<String> notes = new ArrayList<>();
        if (logged.questions().isEmpty()) {
            notes.add("No event of a model " + model + " is in the inference logs yet.");
            return notes;
        }
        Set<String> unknown = new TreeSet<>(imported.features());
        unknown.removeAll(logged.features());
        if (!unknown.isEmpty()) {
            notes.add("The latest " + logged.questions().size() + " events of " + model + " have no feature "
                    + String.join(", ", unknown)
                    + ": they will be missing wherever the application does not give them.");
        }
        Set<String> others = new TreeSet<>(logged.labels());
        others.removeAll(imported.classes());
        if (!imported.classes().isEmpty() && !others.isEmpty()) {
            notes.add("The latest answers of " + model + " are of " + String.join(", ", others)
                    + ", which is none of the classes " + String.join(", ", imported.classes())
                    + ": if they are the same by other names, import it again with --classes.");
        }
        return notes;
    }
}
