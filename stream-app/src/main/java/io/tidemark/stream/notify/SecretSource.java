package io.tidemark.stream.notify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts in place of {@code ${env:NAME}} and {@code ${file:PATH}} what stands there. */
final class SecretSource {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");
    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;

    SecretSource(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** @param problems is told what is wrong with a reference, and the remedy */
    String resolve(String text, BiConsumer<String, String> problems) {
        Matcher references = REFERENCE.matcher(text);
        return references.replaceAll(found -> Matcher.quoteReplacement(
                found.group(1).equals("env")
                        ? fromEnvironment(found.group(2), problems)
                        : fromFile(found.group(2), problems)));
    }

    private String fromEnvironment(String name, BiConsumer<String, String> problems) {
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            problems.accept("the environment has no " + name, "set it for this process");
        }
        return value;
    }

    /** Without the line end that editors put at the end of a file. */
    private static String fromFile(String name, BiConsumer<String, String> problems) {
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            String value = new String(bytes, StandardCharsets.UTF_8).strip();
            if (bytes.length > LARGEST_FILE || value.isEmpty()) {
                problems.accept(
                        "the file " + name + " is empty or longer than 64 KiB",
                        "name a file with nothing but the value");
            }
            return value;
        } catch (IOException | InvalidPathException e) {
            problems.accept(
                    "the file " + name + " can't be read (" + e.getClass().getSimpleName() + ")",
                    "name one that this user may read");
            return "";
        }
    }
}
