package io.tidemark.load.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * How long this process has been computing. On a machine that others use too, or whose cores the broker of the measurement shares, it says
 * more than the time that went by.
 *
 * @param readingNanos what the threads that do the work have taken: stream threads that live, and the thread of a plain consumer
 * @param allNanos what all threads have taken, the broker's and the garbage collector's included
 */
public record BusyThreads(long readingNanos, long allNanos) {
    static final String RAW_CONSUMER = "raw-consumer";
    private static final String STREAM_THREAD = "-StreamThread-";

    public static BusyThreads now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long reading = 0;
        for (@Nullable ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && doesTheWork(thread.getThreadName())) {
                reading += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return new BusyThreads(
                reading,
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime());
    }

    private static boolean doesTheWork(String name) {
        return name.equals(RAW_CONSUMER) || isStreamThread(name);
    }

    /** The producer and consumer of a stream thread have threads that are named after it. */
    private static boolean isStreamThread(String name) {
        int number = name.indexOf(STREAM_THREAD) + STREAM_THREAD.length();
        return number >= STREAM_THREAD.length()
                && !name.contains("|")
                && name.substring(number).chars().allMatch(Character::isDigit);
    }

    public BusyThreads since(BusyThreads before) {
        return new BusyThreads(readingNanos - before.readingNanos, allNanos - before.allNanos);
    }
}
