package io.tidemark.profile.decision;

import java.util.Locale;

/** Names as a sentence has them: on one line, and without what a terminal would take for a command. */
public final class Names {
    private Names() {}

    /** The name, control characters and line ends written out: {@code \\n}, {@code \\u001b}. */
    public static String of(String name) {
        if (name.chars().noneMatch(Names::isControl)) {
            return name;
        }
        StringBuilder written = new StringBuilder();
        name.chars().forEach(c -> {
            if (c == '\n') {
                written.append("\\n");
            } else if (isControl(c)) {
                written.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                written.append((char) c);
            }
        });
        return written.toString();
    }

    /** The text, with an ellipsis for what is beyond so many characters. */
    public static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
