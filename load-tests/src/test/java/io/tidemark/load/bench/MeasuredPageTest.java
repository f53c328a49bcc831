package io.tidemark.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.standalone.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredPageTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReplaceWhatAnEarlierRunMeasuredAndNothingElse() throws IOException {
        Path page = page("# Speed\n\n" + MeasuredPage.BEGIN + "\n\nslow\n\n" + MeasuredPage.END + "\n\nThe rest.\n");

        MeasuredPage.update(page, "fast\n");
        MeasuredPage.update(page, "faster\n");

        assertThat(page)
                .hasContent(
                        "# Speed\n\n" + MeasuredPage.BEGIN + "\n\nfaster\n\n" + MeasuredPage.END + "\n\nThe rest.\n");
    }

    @Test
    void shouldLeaveAPageAloneThatHasNoPlaceForIt() throws IOException {
        Path page = page("# Speed\n");

        assertThatThrownBy(() -> MeasuredPage.update(page, "fast"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("speed.md")
                .hasMessageContaining(MeasuredPage.BEGIN);
        assertThat(page).hasContent("# Speed\n");
    }

    @Test
    void shouldSayWhichPageIsNotThere() {
        assertThatThrownBy(() -> MeasuredPage.update(folder.resolve("none.md"), "fast"))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("none.md");
    }

    private Path page(String text) throws IOException {
        return Files.writeString(folder.resolve("speed.md"), text);
    }
}
