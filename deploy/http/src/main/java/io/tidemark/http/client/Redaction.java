package io.tidemark.http.client;

import io.tidemark.profile.decision.Names;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes secrets out of what the other side answered, which may be an echo of what it was sent. */
public final class Redaction {
    private static final int LONGEST = 300;
    /** What is shorter is likely to be a word. */
    private static final int SHORTEST_SECRET = 5;

    private final List<String> secrets;

    public Redaction(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST_SECRET)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text on one line, cut, and without secrets. */
    public String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, Secret.HIDDEN);
        }
        return Names.cut(Names.of(clean.strip()), LONGEST);
    }
}
