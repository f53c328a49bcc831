package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.TidemarkCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoakCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new TidemarkCli(new Console(new PrintWriter(out), new PrintWriter(err), false, false), Map.of())
                .run(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "--minutes, 0, '--minutes is 1 or more, not 0.'",
        "--records-per-second, 99, '--records-per-second is 100 or more, not 99.'",
        "--lag-back-within, -1, '--lag-back-within is 1 or more, not -1.'",
        "--minutes, x, '--minutes'",
        "--seed, soon, '--seed'"
    })
    void shouldSayWhichOptionIsWrong(String option, String value, String message) {
        assertThat(run("soak", option, value)).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotTakeTheValueOfAnUnknownOptionForOne() {
        assertThat(run("soak", "--minuts", "3")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .contains("Unknown option: '--minuts'", "--minutes")
                .doesNotContain("'3'");
    }

    @Test
    void shouldHaveHelp() {
        assertThat(run("soak", "--help")).isZero();
        assertThat(out.toString()).contains("--minutes", "--seed", "--json");
    }
}
