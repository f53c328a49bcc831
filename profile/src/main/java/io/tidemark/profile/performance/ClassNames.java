package io.tidemark.profile.performance;

import io.tidemark.profile.sketch.CategoryText;
import java.util.Map;
import java.util.stream.Collectors;

/** The names that classes are counted under: of at most 256 characters, longer ones shortened as those of categories are. */
final class ClassNames {
    /** What the rest of the classes is called where only the largest are named. */
    static final String OTHER = "(other)";

    private static final int LONGEST = 256;

    private ClassNames() {}

    static String of(String name) {
        if (isPlain(name)) {
            return name;
        }
        return CategoryText.wellFormed(name.length() > LONGEST ? CategoryText.shorten(name, LONGEST) : name);
    }

    /** The scores by these names; of two classes that have one name the larger counts. */
    static Map<String, Double> of(Map<String, Double> scores) {
        for (String name : scores.keySet()) {
            if (!isPlain(name)) {
                return scores.entrySet().stream()
                        .collect(Collectors.toMap(entry -> of(entry.getKey()), Map.Entry::getValue, Math::max));
            }
        }
        return scores;
    }

    private static boolean isPlain(String name) {
        if (name.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
