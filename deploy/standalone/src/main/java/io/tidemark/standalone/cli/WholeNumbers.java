package io.tidemark.standalone.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the whole numbers of options, and says what is wrong with one in words that are not Java's. */
final class WholeNumbers {
    private WholeNumbers() {}

    /** For a command and those that are below it by now. */
    static void register(CommandLine command) {
        register(command, int.class, Integer.class, Integer::valueOf);
        register(command, long.class, Long.class, Long::valueOf);
        register(command, short.class, Short.class, Short::valueOf);
    }

    private static <N> void register(
            CommandLine command, Class<N> primitive, Class<N> boxed, Function<String, N> parse) {
        ITypeConverter<N> converter = text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text
                        + (text.matches("[+-]?\\d+") ? "' is too large a number" : "' is not a whole number"));
            }
        };
        command.registerConverter(primitive, converter).registerConverter(boxed, converter);
    }
}
