package io.tidemark.load.ledger;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SteadyLoadTest {
    /** No broker is there. */
    private final Cluster cluster =
            new Cluster(Map.of("bootstrap.servers", "127.0.0.1:1", "schema.registry.url", "embedded:steady-load"));

    private final AtomicBoolean failed = new AtomicBoolean();

    private PlannedRow failingOnce(long number) {
        if (failed.compareAndSet(false, true)) {
            throw new IllegalStateException("no row " + number);
        }
        return RowPlan.mostlyGood().row(number);
    }

    @Test
    @Timeout(60)
    void shouldSayWhyItHasStopped() {
        try (SchemaRegistry registry = cluster.registry();
                SteadyLoad load = SteadyLoad.start(cluster, registry, this::failingOnce, 1_000)) {
            await().untilAsserted(() -> assertThatThrownBy(load::check).hasRootCauseMessage("no row 0"));

            assertThatThrownBy(load::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the load has stopped, since a row could not be written")
                    .hasRootCauseMessage("no row 0");
        }
    }
}
