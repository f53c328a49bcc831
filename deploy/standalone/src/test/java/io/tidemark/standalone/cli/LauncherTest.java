package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tidemark}, copied to a folder of its own, with nothing of this machine's on its PATH but what it needs. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

    @TempDir
    private Path directory = Path.of("");

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(directory.resolve("jdks"));
        Files.createDirectories(directory.resolve("bin"));
        Files.copy(Path.of("../../tidemark"), directory.resolve("root/tidemark"));
        for (String tool : List.of("cat", "dirname", "find", "grep", "head", "ln", "mkdir", "readlink", "rm")) {
            String found = (Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin/" : "/bin/") + tool;
            script(directory.resolve("bin").resolve(tool), "exec " + found + " \"$@\"");
        }
    }

    @Test
    void shouldSayInOneLineWhatToDoWithoutAJdk() throws Exception {
        Run run = launch(Map.of(), "demo");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("tidemark: no JDK 25 found; install one")
                .contains("JAVA_HOME")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldNotTakeAJdkOfAnotherVersionNorARuntimeWithoutACompiler() throws Exception {
        jdk("jdk-17", "17.0.12");
        jdk("jdk-250", "250");
        Files.delete(jdk("jre-25", "25.0.1").resolve("bin/javac"));

        assertThat(launch(Map.of(), "demo").err()).startsWith("tidemark: no JDK 25 found");
    }

    @Test
    void shouldSayThatMavenIsNeededForTheFirstBuild() throws Exception {
        jdk("jdk-25", "25");
        Run run = launch(Map.of(), "demo");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("tidemark: Tidemark has to be built first")
                .contains("install Maven")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldPassArgumentsAndTheExitCodeOnOnceItIsBuilt() throws Exception {
        jdk("a folder/jdk-25", "25.0.1");
        built();
        String folders = "/nowhere:" + directory.resolve("jdks/a folder");
        Map<String, String> environment = Map.of("TIDEMARK_JDKS", folders, "JAVA_OPTS", "-Xmx1g -Done=1");
        Run run = launch(environment, "compare", "--baseline", "two words.csv", "*");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .containsSubsequence("-Xmx2g", "-Xmx1g", "-Done=1", "-cp", "io.tidemark.standalone.cli.TidemarkCli")
                .endsWith("compare", "--baseline", "two words.csv", "*");
    }

    @Test
    void shouldPreferJavaHomeAndWorkThroughALink() throws Exception {
        Path chosen = jdk("chosen", "25.0.2");
        built();
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("root/tidemark"));
        Run run = launch(link, Map.of("JAVA_HOME", chosen.toString(), "TIDEMARK_JDKS", ""), "--version");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.out()).contains("root/deploy/standalone/target/app-1/tidemark-standalone.jar");
    }

    /** A JDK whose java prints its arguments, one a line, and exits with 42. */
    private Path jdk(String name, String version) throws IOException {
        Path jdk = directory.resolve("jdks").resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        for (String program : List.of("java", "javac")) {
            script(jdk.resolve("bin").resolve(program), "printf '%s\\n' \"$@\"\nexit 42");
        }
        return jdk;
    }

    private static void script(Path file, String commands) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void built() throws IOException {
        Path target = directory.resolve("root/deploy/standalone/target");
        Files.createDirectories(target.resolve("app-1"));
        Files.writeString(target.resolve("current"), "app-1\n");
        Files.writeString(target.resolve("app-1/tidemark-standalone.jar"), "");
        Files.writeString(target.resolve("app-1/built"), "");
    }

    private Run launch(Map<String, String> environment, String... args) throws Exception {
        return launch(directory.resolve("root/tidemark"), environment, args);
    }

    private Run launch(Path script, Map<String, String> environment, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(args));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", directory.resolve("bin").toString());
        builder.environment().put("TIDEMARK_JDKS", directory.resolve("jdks").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
