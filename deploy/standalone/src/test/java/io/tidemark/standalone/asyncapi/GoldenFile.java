package io.tidemark.standalone.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the project that follows from the code: a test compares it, and writes it where it is asked to. */
final class GoldenFile {
    private static final String REGENERATE = "tidemark.regenerate";

    private GoldenFile() {}

    /** Fails with the command that mends it if {@code file}, relative to this module, is not {@code expected}. */
    static void assertThatFileIs(Path file, String expected, Class<?> test) throws IOException {
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s does not say what the code says; look at the difference, and if it is wanted run:%n"
                                + "  mvn -q test -pl deploy/standalone -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s -D%s=true%n",
                        file.normalize(), test.getSimpleName(), REGENERATE)
                .isEqualTo(expected);
    }
}
