package io.tidemark.serving.swap;

import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.serving.swap.TestVersions.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.avro.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCacheTest {
    private final ModelVersion one = version("1", PRODUCTION);
    private final ModelVersion two = version("2", PRODUCTION);
    private final ModelVersion three = version("3", PRODUCTION);

    @TempDir
    private Path root;

    @Test
    void shouldFindTheChampionAndTheOneBeforeItAgain() throws IOException {
        keep(cache(), two, one);

        VersionCache later = cache();

        assertThat(later.versions()).containsExactly(two, one);
        assertThat(later.artifact(two)).asString(UTF_8).isEqualTo("2");
        assertThat(later.hasArtifact(three)).isFalse();
    }

    @Test
    void shouldKeepTwoVersionsAtMost() throws IOException {
        VersionCache cache = cache();
        keep(cache, two, one);
        keep(cache, three, two);

        assertThat(files()).hasSize(4);
        assertThat(cache().versions()).containsExactly(three, two);
        keep(cache, two);
        assertThat(files()).hasSize(2);
        assertThat(cache().versions()).containsExactly(two);
    }

    @Test
    void shouldFindNothingInAnEmptyPlace() {
        assertThat(cache().versions()).isEmpty();
        assertThatThrownBy(() -> cache().artifact(one)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldFindDamageAndUseTheRest() throws IOException {
        keep(cache(), two, one);
        for (Path file : files()) {
            byte[] bytes = Files.readAllBytes(file);
            if (file.endsWith("version-0")) {
                Files.write(file, new byte[] {0, 0, 9});
            } else if (bytes.length == 1) {
                bytes[0]++;
                Files.write(file, bytes);
            }
        }
        VersionCache later = cache();

        assertThat(later.versions()).containsExactly(one);
        assertThatThrownBy(() -> later.artifact(one)).hasMessageContaining("is damaged: its SHA-256 is not");
    }

    @Test
    void shouldNotLeaveItsDirectory() throws IOException {
        VersionCache cache = new VersionCache(root.resolve("inside"), "../../evil");
        cache.putArtifact(version("../1", PRODUCTION), new byte[1]);

        try (Stream<Path> all = Files.list(root)) {
            assertThat(all).containsExactly(root.resolve("inside"));
        }
        ModelVersion strange = version("1", PRODUCTION);
        strange.getArtifact().put("sha256", "../../x");
        assertThatThrownBy(() -> cache.putArtifact(strange, new byte[1])).hasMessageContaining("is no SHA-256");
    }

    @Test
    void shouldNotTakeAnotherModelsVersion() throws IOException {
        keep(cache(), one);
        try (Stream<Path> directories = Files.list(root)) {
            Files.move(directories.findFirst().orElseThrow(), root.resolve("trains"));
        }

        assertThat(new VersionCache(root, "trains").versions()).isEmpty();
    }

    private static void keep(VersionCache cache, ModelVersion... production) throws IOException {
        for (ModelVersion version : production) {
            if (!cache.hasArtifact(version)) {
                cache.putArtifact(version, version.getVersion().getBytes(UTF_8));
            }
        }
        cache.keep(List.of(production));
    }

    private VersionCache cache() {
        return new VersionCache(root, TestVersions.MODEL);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
