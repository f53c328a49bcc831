package io.tidemark.stream.spec;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a window is compared with. */
public enum Reference {
    /** The baseline of the model version that made the predictions. */
    BASELINE("baseline"),
    /** The last judged window that ended where this one begins, or before. */
    PREVIOUS_WINDOW("previous-window"),
    /** The window that began seven days before this one. */
    SAME_TIME_LAST_WEEK("same-time-last-week");

    /** What holds where a spec says nothing. */
    public static final Set<Reference> DEFAULT = Set.of(BASELINE);

    private final String key;

    Reference(String key) {
        this.key = key;
    }

    /** Its name in monitor specs, events and JSON. */
    public String key() {
        return key;
    }

    /** The reference of that name. */
    public static Optional<Reference> of(String key) {
        return Stream.of(values()).filter(r -> r.key.equals(key)).findFirst();
    }

    /** The names of all. */
    public static List<String> keys() {
        return Stream.of(values()).map(Reference::key).toList();
    }

    /** The same references in the order of this enum. */
    static Set<Reference> ordered(Set<Reference> references) {
        EnumSet<Reference> ordered = EnumSet.noneOf(Reference.class);
        ordered.addAll(references);
        return Collections.unmodifiableSet(ordered);
    }
}
