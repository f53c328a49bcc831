package io.tidemark.load.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a process that is in the machine's, as the kernel counts it. */
final class ResidentMemory {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private ResidentMemory() {}

    /** Whether the system says it of a process that runs. */
    static boolean isTold() {
        return of(ProcessHandle.current().pid()).isPresent();
    }

    /** In bytes; empty where the process has ended, or the system has no {@code /proc}. */
    static OptionalLong of(long pid) {
        try {
            Matcher found = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1)) * 1024) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
