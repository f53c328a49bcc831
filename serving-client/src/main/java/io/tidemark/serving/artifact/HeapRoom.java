package io.tidemark.serving.artifact;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How much more the heap can take. What is garbage since the last collection is room: just before the next one most of a heap looks used. */
final class HeapRoom {
    private HeapRoom() {}

    static long bytes() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return runtime.maxMemory()
                - usedAfterCollection().map(after -> Math.min(after, used)).orElse(used);
    }

    /** Empty before the first collection, and on virtual machines that don't tell. */
    private static Optional<Long> usedAfterCollection() {
        Set<String> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .flatMap(collector -> Optional.ofNullable(collector.getLastGcInfo()).stream())
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(last -> last.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> heap.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum());
    }
}
