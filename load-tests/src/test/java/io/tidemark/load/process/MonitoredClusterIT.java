package io.tidemark.load.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitoredClusterIT {
    @TempDir
    private Path folder;

    @Test
    void shouldEndAllThatItStarted() throws Exception {
        MonitorProcess known;
        MonitorProcess letGo;
        try (MonitoredCluster cluster = MonitoredCluster.start(folder);
                GroupWork work = new GroupWork(cluster.cluster())) {
            assertThat(work.ends())
                    .as("partitions of the logs")
                    .hasSize(cluster.cluster().topics().inferenceLogs().partitions());
            known = cluster.startMonitor("known");
            letGo = cluster.startMonitor("let-go");
            cluster.letGo(letGo);
        }
        assertThat(known.process().isAlive()).isFalse();
        assertThat(letGo.process().isAlive()).isFalse();
    }
}
