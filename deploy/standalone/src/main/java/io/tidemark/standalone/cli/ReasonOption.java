package io.tidemark.standalone.cli;

import picocli.CommandLine.Option;

/** Why a person does something, for the record. */
final class ReasonOption {

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
    private String reason = "";

    String text() {
        return reason;
    }
}
