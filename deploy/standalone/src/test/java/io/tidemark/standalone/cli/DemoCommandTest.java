package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
    @ParameterizedTest
    @CsvSource({
        "true,  '',                     true",
        "true,  --no-keep,              false",
        "true,  --headless,             false",
        "true,  '--headless --keep',    true",
        "false, '',                     false",
        "false, --keep,                 true",
    })
    void shouldKeepRunningWhereAPersonWatchesUnlessToldOtherwise(boolean terminal, String arguments, boolean expected) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        DemoCommand command = new DemoCommand(new Console(nowhere, nowhere, false, terminal), Map.of());

        new CommandLine(command).parseArgs(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(command.isKept()).isEqualTo(expected);
    }

    @Test
    void shouldSayBothWaysInItsHelp() {
        assertThat(CliRun.of("demo", "--help").out()).contains("--[no-]keep");
    }
}
