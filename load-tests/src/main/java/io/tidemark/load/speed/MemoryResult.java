package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What the monitor's open windows take, a feature-window being one feature in one window of one segment in one partition. */
record MemoryResult(Run small, Run full) implements Measured {
    /**
     * What they take together.
     *
     * @param rows in each feature-window of a segment, on average
     * @param heapBytes of live objects, beyond those of a monitor without windows
     * @param rocksDbBytes of memory outside of the heap: write buffers, caches and indexes
     * @param diskBytes of the state directory
     */
    record Run(long featureWindows, double rows, long heapBytes, long rocksDbBytes, long diskBytes) {
        private double perThousand(long bytes) {
            return bytes * 1_000.0 / featureWindows;
        }

        void toJson(ObjectNode node) {
            node.put("featureWindows", featureWindows)
                    .put("rowsOfEach", rows)
                    .put("heapBytesPerThousand", perThousand(heapBytes))
                    .put("rocksDbBytesPerThousand", perThousand(rocksDbBytes))
                    .put("diskBytesPerThousand", perThousand(diskBytes));
        }

        String toMarkdown() {
            return String.format(
                    Locale.ROOT,
                    "| %,d | %,.0f | %.1f MB | %.1f MB | %.1f MB |%n",
                    featureWindows,
                    rows,
                    perThousand(heapBytes) / 1e6,
                    perThousand(rocksDbBytes) / 1e6,
                    perThousand(diskBytes) / 1e6);
        }
    }

    @Override
    public void toJson(ObjectNode root) {
        ObjectNode node = root.putObject("memory");
        small.toJson(node.putObject("small"));
        full.toJson(node.putObject("full"));
    }

    @Override
    public String toMarkdown() {
        return String.format(
                        "%n| feature-windows | rows of each | heap per thousand | RocksDB's memory per thousand | disk per thousand |%n"
                                + "|---|---|---|---|---|%n")
                + small.toMarkdown()
                + full.toMarkdown()
                + String.format("%n");
    }
}
