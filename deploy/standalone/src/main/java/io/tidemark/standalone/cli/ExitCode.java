package io.tidemark.standalone.cli;

import java.util.ArrayList;
import java.util.List;

/** How a command ends, for scripts. The numbers are a promise: they are in every help and don't change. */
public enum ExitCode {
    OK(0, "Done."),
    FAILURE(1, "Something went wrong that is neither of the below; --stacktrace shows where."),
    USAGE(2, "Wrong arguments, or a file that is missing or malformed."),
    UNREACHABLE(3, "No answer from the Kafka cluster or the schema registry, or they refused us."),
    DRIFT(4, "The data drifted, where --fail-on asks to be told so.");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    /** As picocli wants them for the help: {@code "2:Wrong arguments …"}. */
    static List<String> table() {
        List<String> lines = new ArrayList<>();
        for (ExitCode exit : values()) {
            lines.add(exit.code + ":" + exit.meaning);
        }
        return lines;
    }
}
