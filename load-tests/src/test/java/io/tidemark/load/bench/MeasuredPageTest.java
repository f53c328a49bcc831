package io.tidemark.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.load.speed.BenchPart;
import io.tidemark.standalone.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasuredPageTest {
    private static final String EMPTY = """
            # Speed

            <!-- measured by ./tidemark bench -->

            <!-- end of what was measured -->

            The rest.
            """;

    @TempDir
    private Path folder;

    @Test
    void shouldReplaceWhatAnEarlierRunMeasuredAndNothingElse() throws IOException {
        Path page = page("""
                # Speed

                <!-- measured by ./tidemark bench -->

                <!-- speed -->

                slow

                <!-- end of speed -->

                A person wrote this.

                <!-- memory -->

                much

                <!-- end of memory -->

                <!-- end of what was measured -->

                The rest.
                """);

        MeasuredPage.update(page, BenchPart.SPEED, "fast\n");
        MeasuredPage.update(page, BenchPart.SPEED, "\nfaster\n\n");

        assertThat(page).hasContent("""
                # Speed

                <!-- measured by ./tidemark bench -->

                <!-- speed -->

                faster

                <!-- end of speed -->

                A person wrote this.

                <!-- memory -->

                much

                <!-- end of memory -->

                <!-- end of what was measured -->

                The rest.
                """);
    }

    @Test
    void shouldPutNewSectionsInTheOrderOfTheParts() throws IOException {
        Path page = page(EMPTY);

        MeasuredPage.update(page, BenchPart.MEMORY, "much");
        MeasuredPage.update(page, BenchPart.SPEED, "fast");
        MeasuredPage.update(page, BenchPart.RESTORE, "soon");
        MeasuredPage.update(page, BenchPart.LATENCY, "short");

        assertThat(page).hasContent("""
                # Speed

                <!-- measured by ./tidemark bench -->

                <!-- speed -->

                fast

                <!-- end of speed -->

                <!-- latency -->

                short

                <!-- end of latency -->

                <!-- memory -->

                much

                <!-- end of memory -->

                <!-- restore -->

                soon

                <!-- end of restore -->

                <!-- end of what was measured -->

                The rest.
                """);
    }

    @Test
    void shouldLeaveAPageAloneThatHasNoPlaceForIt() throws IOException {
        Path page = page("# Speed\n");

        assertThatThrownBy(() -> MeasuredPage.update(page, BenchPart.SPEED, "fast"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("speed.md")
                .hasMessageContaining(MeasuredPage.BEGIN);
        assertThat(page).hasContent("# Speed\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN <!-- speed --> fast END",
                "BEGIN fast <!-- end of speed --> END",
                "BEGIN <!-- end of speed --> fast <!-- speed --> END",
                "BEGIN <!-- speed --> fast END <!-- end of speed -->",
                "BEGIN END <!-- speed --> fast <!-- end of speed -->"
            })
    void shouldLeaveAPageAloneWhoseSectionHasNoEnd(String text) throws IOException {
        Path page = page(text.replace("BEGIN", MeasuredPage.BEGIN).replace("END", MeasuredPage.END));
        String before = Files.readString(page);

        assertThatThrownBy(() -> MeasuredPage.check(page))
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("speed.md", "<!-- speed -->", "<!-- end of speed -->");
        assertThatThrownBy(() -> MeasuredPage.update(page, BenchPart.MEMORY, "much"))
                .isInstanceOf(CliException.class);
        assertThat(page).hasContent(before);
    }

    @Test
    void shouldSayWhichPageIsNotThere() {
        assertThatThrownBy(() -> MeasuredPage.update(folder.resolve("none.md"), BenchPart.SPEED, "fast"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("none.md");
    }

    @Test
    void shouldHaveAPlaceInTheDocumentation() {
        assertThatCode(() -> MeasuredPage.check(Path.of("../docs/performance.md")))
                .doesNotThrowAnyException();
    }

    private Path page(String text) throws IOException {
        return Files.writeString(folder.resolve("speed.md"), text);
    }
}
