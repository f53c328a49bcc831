package io.tidemark.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.TidemarkCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new TidemarkCli(new Console(new PrintWriter(out), new PrintWriter(err), false, false), Map.of())
                .run(arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "bench, --records, 9999, '--records is 10,000 or more, not 9,999.'",
        "bench, --rounds, 0, '--rounds is 1 or more, not 0.'",
        "bench, --seconds, -1, '--seconds is 1 or more, not -1.'",
        "bench, --windows, 0, '--windows is 1 or more, not 0.'",
        "bench, --state-mb, 0, '--state-mb is 1 or more, not 0.'",
        "bench, --state-mb, -5, '--state-mb is 1 or more, not -5.'",
        "bench, --parts, SPED, 'RESTORE'",
        "bench, --only, tidemarks, '--only: there is no tidemarks; there are rawConsumer'",
        "bench, --set, tidemark.sketch=9, 'tidemark.sketch.k'",
        "bench, --set, num.stream.threads=many, 'num.stream.threads'",
        "bench, --markdown, none.md, 'none.md'",
        "bench labels, --pairs, 999, '--pairs is 1,000 or more, not 999.'",
        "bench labels, --rounds, 0, '--rounds is 1 or more, not 0.'",
        "bench labels, --features, 0, '--features is 1 or more, not 0.'",
        "bench labels, --behind, -1, '--behind is 0 or more, not -1.'",
        "bench labels, --set, processing.guarantee=at_least_once, 'exactly_once_v2'",
        "bench train, --rows, 999, '--rows is 1,000 or more, not 999.'",
        "bench train, --features, 9, '--features is 10 or more, not 9.'"
    })
    void shouldSayWhichOptionIsWrong(String command, String option, String value, String message) {
        assertThat(run(Stream.concat(Stream.of(command.split(" ")), Stream.of(option, value))
                        .toArray(String[]::new)))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains(option, message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotTakeRowsOutOfATableThatItDoesNotMeasureAnew() {
        assertThat(run("bench", "--only", "tidemark", "--markdown", "../docs/performance.md"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--only", "--markdown");
    }
}
