package io.tidemark.load.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * How long this process has been computing. On a machine that others use too, or whose cores the broker of the measurement shares, it says
 * more than the time that went by.
 *
 * @param streamThreadNanos what the stream threads that live have taken
 * @param allNanos what all threads have taken, the broker's and the garbage collector's included
 */
record CpuTimes(long streamThreadNanos, long allNanos) {
    private static final String STREAM_THREAD = "-StreamThread-";

    static CpuTimes now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long streamThreads = 0;
        for (@Nullable ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && isStreamThread(thread.getThreadName())) {
                streamThreads += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return new CpuTimes(
                streamThreads,
                ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime());
    }

    /** Its producer and consumer have threads that are named after it. */
    private static boolean isStreamThread(String name) {
        int number = name.indexOf(STREAM_THREAD) + STREAM_THREAD.length();
        return number >= STREAM_THREAD.length()
                && !name.contains("|")
                && name.substring(number).chars().allMatch(Character::isDigit);
    }

    CpuTimes since(CpuTimes before) {
        return new CpuTimes(streamThreadNanos - before.streamThreadNanos, allNanos - before.allNanos);
    }
}
