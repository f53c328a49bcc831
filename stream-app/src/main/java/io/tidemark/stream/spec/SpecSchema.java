package io.tidemark.stream.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The JSON Schema (draft 2020-12) of monitor specs, for editors and other tools. {@link SpecYaml} decides; the schema can't
 * say how long durations may be, nor how settings have to go together.
 */
public final class SpecSchema {
    private static final String RESOURCE = "monitor-spec.schema.json";

    private SpecSchema() {}

    public static String json() {
        try (InputStream in = Objects.requireNonNull(SpecSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + RESOURCE + " from the class path", e);
        }
    }
}
