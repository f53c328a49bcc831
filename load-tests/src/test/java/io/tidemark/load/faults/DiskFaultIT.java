package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the state is full: a file system in memory of its own size, which only root can mount; skipped for others. */
@Tag("long")
class DiskFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingWhenTheDiskOfItsStateIsFull() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("state-monitor"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64m,nr_inodes=2000", "tmpfs", disk.toString()),
                "may not mount");
        try (FaultTrial trial = new FaultTrial("disk full", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            MonitorProcess monitor = trial.startMonitor("monitor");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW * 3 / 2);
            Map<TopicPartition, Long> left = trial.freezeAtWork(monitor);
            trial.countFault(trial.work.lagTo(left));
            Path filler = Files.createDirectory(disk.resolve("filler"));
            fill(filler);
            monitor.process().thaw();
            // It may go on for as long as nothing has to be written to the disk, and end by itself when something has.
            trial.awaitDeadOr(monitor, () -> trial.work.isDone(left));
            monitor.process().terminate();
            TemporaryDirectory.remove(filler);
            MonitorProcess next = trial.startMonitor("monitor");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW);
            assertThat(next.process().isAlive()).isTrue();
            // RocksDB keeps to itself that a flush was refused. Had the disk taken the state, there would be nothing to
            // restore.
            assertThat(next.restoredRecords()).as("records restored").isPositive();
            trial.assertLedger();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    /** Neither a file nor a byte more: what RocksDB has reserved for its open files would be enough for some bytes. */
    private static void fill(Path directory) throws IOException {
        assertThatThrownBy(() -> {
                    byte[] block = new byte[4096];
                    try (OutputStream out = Files.newOutputStream(directory.resolve("bytes"))) {
                        while (true) {
                            out.write(block);
                        }
                    }
                })
                .hasMessageContaining("No space left");
        assertThatThrownBy(() -> {
                    for (int i = 0; ; i++) {
                        Files.createFile(directory.resolve("file-" + i));
                    }
                })
                .hasMessageContaining("No space left");
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
