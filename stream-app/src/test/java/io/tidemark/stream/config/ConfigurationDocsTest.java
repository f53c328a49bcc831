package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.GoldenFile;
import io.tidemark.stream.spec.SpecReference;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationDocsTest {
    private static final Path DOCS = Path.of("../docs");

    @Test
    void shouldMatchTheDocument() throws IOException {
        String markdown = ConfigurationDocs.markdown();

        assertThat(markdown).doesNotContain("{{");
        GoldenFile.assertThatFileIs(DOCS.resolve("configuration.md"), markdown, ConfigurationDocsTest.class);
    }

    /** The environment can name every setting. */
    @Test
    void shouldNameVariablesThatReachTheirSettings() {
        for (String key : MonitorConfig.definition().names()) {
            String variable = key.toUpperCase(Locale.ROOT).replace('.', '_');
            assertThat(ConfigSources.merge(Map.of(), Map.of(variable, "x"), Map.of()))
                    .containsOnlyKeys(key);
        }
    }

    @Test
    void shouldShowSpecsThatAreValid() throws IOException {
        String page = Files.readString(DOCS.resolve("configuration.md"));
        List<String> specs = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(specs)
                .hasSizeGreaterThan(1)
                .allSatisfy(spec -> assertThat(SpecYaml.read(spec).model()).isEqualTo("flights"));
    }

    /** That page is written by hand, but for this table. */
    @Test
    void shouldFindTheDefaultLevelsInTheStatistics() throws IOException {
        String page = Files.readString(DOCS.resolve("statistics.md"));
        Matcher table = Pattern.compile("(?<=\n\n)\\| statistic \\| is the \\|(.*\n)+?(?=\n)")
                .matcher(page);

        assertThat(table.find()).isTrue();
        GoldenFile.assertThatFileIs(
                DOCS.resolve("statistics.md"),
                page.substring(0, table.start()) + SpecReference.levels() + page.substring(table.end()),
                ConfigurationDocsTest.class);
    }
}
