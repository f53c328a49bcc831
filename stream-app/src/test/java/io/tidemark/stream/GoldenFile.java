package io.tidemark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the project that follows from the code: a test compares it, and writes it where it is asked to. */
public final class GoldenFile {
    private static final String REGENERATE = "tidemark.regenerate";

    private GoldenFile() {}

    /** Fails with the command that mends it if {@code file}, relative to this module, is not {@code expected}. */
    public static void assertThatFileIs(Path file, String expected, Class<?> test) throws IOException {
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s does not say what the code says; look at the difference, and if it is wanted run:%n  %s%n",
                        file.normalize(), commandFor(test))
                .isEqualTo(expected);
    }

    /** The command that writes the file anew. */
    public static String commandFor(Class<?> test) {
        return "mvn -q test -pl stream-app -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=" + test.getSimpleName()
                + " -D" + REGENERATE + "=true";
    }
}
