package io.tidemark.containers.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ImageTest {
    private static final Pattern JAVA_FLAG = Pattern.compile("(?<=\\s)(?:-XX:|--)[^\\s\"\\\\]+");

    private static Set<String> javaFlags(String script) {
        String call = script.substring(script.lastIndexOf("exec "));
        return JAVA_FLAG.matcher(call).results().map(found -> found.group()).collect(Collectors.toSet());
    }

    /** What was measured with the launcher holds for the image. The heap alone is another: a share of the container's memory. */
    @Test
    void shouldRunJavaAsTheLauncherDoes() throws IOException {
        String launcher = Files.readString(DeployFiles.FOLDER.resolveSibling("tidemark"));
        String entrypoint = DeployFiles.text("docker/entrypoint");

        assertThat(javaFlags(launcher)).contains("--enable-native-access=ALL-UNNAMED", "-XX:+UseParallelGC");
        assertThat(javaFlags(entrypoint)).containsAll(javaFlags(launcher)).contains("-XX:MaxRAMPercentage=50");
        assertThat(entrypoint).contains("MALLOC_ARENA_MAX:-2").doesNotContain("-Xmx");
        assertThat(launcher).contains("MALLOC_ARENA_MAX:-2");
    }

    @Test
    void shouldNotRunAsRoot() throws IOException {
        String dockerfile = DeployFiles.text("docker/Dockerfile");
        assertThat(dockerfile.lines().filter(line -> line.startsWith("USER ")))
                .last()
                .isEqualTo("USER 10001:10001");
        assertThat(dockerfile).contains("ARG BASE_IMAGE=").contains("STOPSIGNAL SIGTERM");
    }

    /** Else every change of Tidemark's code would send the libraries of others, two hundred megabytes, along. */
    @Test
    void shouldKeepTheLibrariesOfOthersInALayerBelow() throws IOException {
        assertThat(DeployFiles.text("docker/Dockerfile").lines().filter(line -> line.startsWith("COPY ")))
                .satisfiesExactly(
                        others -> assertThat(others).contains("lib/[^t]*.jar").contains("lib/t[^i]*.jar"),
                        fixed -> assertThat(fixed).contains("entrypoint"),
                        own -> assertThat(own).contains("lib/tidemark-*.jar"),
                        app -> assertThat(app).contains("tidemark-standalone.jar"));
    }
}
