package io.tidemark.standalone.cli;

/**
 * A command from a jar that is not always on the class path, found by {@link java.util.ServiceLoader}: it stands in the help where
 * its jar is, and is unknown where not.
 */
public interface CommandProvider {
    /** The picocli command, writing to {@code console} only. */
    Object command(Console console);
}
