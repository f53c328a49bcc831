package io.tidemark.standalone.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This machine and this process: what a monitor that is started like this would find. */
final class MachineChecks {
    private static final int JDK = 25;
    private static final long ROOM = 1L << 30;

    private final Map<String, String> environment;

    MachineChecks(Map<String, String> environment) {
        this.environment = environment;
    }

    List<Finding> findings(Path stateDirectory) {
        List<Finding> findings = new ArrayList<>();
        int jdk = Runtime.version().feature();
        findings.add(
                jdk == JDK
                        ? Finding.ok(
                                "java",
                                Runtime.version() + ", heap of "
                                        + mebibytes(Runtime.getRuntime().maxMemory()))
                        : Finding.warn("java", Runtime.version() + ", tested is " + JDK, "use a JDK " + JDK));
        boolean nativeAccess = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(argument -> argument.startsWith("--enable-native-access"));
        findings.add(
                nativeAccess
                        ? Finding.ok("java flags", "native access is enabled")
                        : Finding.warn(
                                "java flags",
                                "native access is not enabled, which a later JDK will demand",
                                "add --enable-native-access=ALL-UNNAMED"));
        String arenas = environment.getOrDefault("MALLOC_ARENA_MAX", "");
        findings.add(
                arenas.isEmpty()
                        ? Finding.warn(
                                "MALLOC_ARENA_MAX",
                                "not set: RocksDB's threads keep more memory than they need",
                                "set MALLOC_ARENA_MAX=2 in the environment")
                        : Finding.ok("MALLOC_ARENA_MAX", arenas));
        findings.add(directory(stateDirectory));
        return findings;
    }

    /** Of a directory that is not there yet, where it would be made. */
    private static Finding directory(Path wanted) {
        Path there = wanted.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            return Finding.fail(
                    "state.dir",
                    there + " is no directory that this user may write to",
                    "set state.dir to one that is");
        }
        try {
            long room = Files.getFileStore(there).getUsableSpace();
            return room >= ROOM
                    ? Finding.ok("state.dir", wanted + ", " + mebibytes(room) + " free")
                    : Finding.warn(
                            "state.dir", wanted + ", only " + mebibytes(room) + " free", "make room, or set state.dir");
        } catch (IOException e) {
            return Finding.warn(
                    "state.dir", wanted + ": its room can't be told (" + e.getMessage() + ")", "look yourself");
        }
    }

    private static String mebibytes(long bytes) {
        return "%,d MiB".formatted(bytes >> 20);
    }
}
