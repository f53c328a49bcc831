package io.tidemark.load.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lives on the heap of another Java process after a collection, as the JDK's own tool tells. */
final class HeapOfProcess {
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private HeapOfProcess() {}

    /** @param argument that no other Java process has on its command line */
    static long liveBytes(String argument) throws IOException, InterruptedException {
        String pid = jcmd(List.of("-l"))
                .lines()
                .filter(line -> line.contains(argument))
                .findFirst()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .orElseThrow(() -> new AssertionError("no Java process was started with " + argument));
        Matcher total = TOTAL.matcher(jcmd(List.of(pid, "GC.class_histogram")));
        if (!total.find()) {
            throw new AssertionError("the process did not tell what is on its heap");
        }
        return Long.parseLong(total.group(1));
    }

    private static String jcmd(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString())
                .redirectErrorStream(true);
        command.command().addAll(arguments);
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
