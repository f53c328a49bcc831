package io.tidemark.standalone.cli;

import io.tidemark.stream.spec.InvalidSpecException;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecProblem;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A monitor spec and the file that it stands in. The file {@code -} is stdin. */
record SpecFile(String yaml, MonitorSpec spec) {
    private static final Path STDIN = Path.of("-");

    /** What is read at most; the parser's own limit is a quarter of it in characters. */
    private static final int MOST_BYTES = 1 << 20;

    /** Reads and validates; all that is wrong with the file goes to stderr, by line and key, before this throws. */
    static SpecFile read(Console console, Path file) {
        String yaml = text(file);
        try {
            return new SpecFile(yaml, SpecYaml.read(yaml));
        } catch (InvalidSpecException e) {
            for (SpecProblem problem : e.problems()) {
                console.err().println(name(file) + ", " + problem);
            }
            throw CliException.usage(
                    "%s is no valid monitor spec: %d problem%s, listed above."
                            .formatted(
                                    name(file),
                                    e.problems().size(),
                                    e.problems().size() == 1 ? "" : "s"),
                    e);
        }
    }

    /** What to call a file. */
    static String name(Path file) {
        return file.equals(STDIN) ? "stdin" : file.toString();
    }

    /**
     * What stands in a file.
     *
     * @throws CliException if it can't be read, or is not text in UTF-8
     */
    static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw CliException.usage(file + " is a directory. Name a YAML file in it.");
        }
        try {
            return text(file, file.equals(STDIN) ? System.in.readNBytes(MOST_BYTES + 1) : beginning(file));
        } catch (NoSuchFileException e) {
            throw CliException.usage("There is no file " + file + ".", e);
        } catch (AccessDeniedException e) {
            throw CliException.usage("The file " + file + " may not be read by this user.", e);
        } catch (MalformedInputException e) {
            throw CliException.usage((file.equals(STDIN) ? "Stdin" : "The file " + file) + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw CliException.usage("The file " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static String text(Path file, byte[] bytes) throws CharacterCodingException {
        if (bytes.length > MOST_BYTES) {
            throw CliException.usage(name(file) + " has more than " + MOST_BYTES + " bytes. Is it a monitor spec?");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
