package io.tidemark.load.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySizeTest {
    @TempDir
    private Path folder;

    @Test
    void shouldCountAllFilesBelow() throws Exception {
        Path below = Files.createDirectories(folder.resolve("0_1/rocksdb"));
        Files.write(folder.resolve("lock"), new byte[3]);
        Files.write(below.resolve("000001.sst"), new byte[70_000]);

        assertThat(DirectorySize.of(folder)).isEqualTo(70_003);
    }

    @Test
    void shouldCountNothingWhereThereIsNoDirectory() {
        assertThat(DirectorySize.of(folder.resolve("lost"))).isZero();
    }
}
