package io.tidemark.standalone.broker;

import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an embedded broker keeps its logs: {@code logs/}, the {@code server.properties} it runs with, and a lock file
 * that keeps a second broker out for as long as this is open.
 */
final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK_FILE = "tidemark.lock";

    private final Path path;
    private final boolean temporary;
    private final FileChannel lock;

    private DataDirectory(Path path, boolean temporary, FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** Opens and locks the given directory, creating it if need be, or a new temporary one. */
    static DataDirectory open(Optional<Path> given) {
        try {
            Path path = given.isPresent()
                    ? Files.createDirectories(given.get().toAbsolutePath())
                    : Files.createTempDirectory("tidemark-kafka-");
            return new DataDirectory(path, given.isEmpty(), lock(path));
        } catch (IOException e) {
            String where = given.map(Path::toString).orElse(System.getProperty("java.io.tmpdir"));
            throw new BrokerStartException(
                    "Can't write the broker's data to " + where + " (" + e
                            + "). Name a directory that this user can write to.",
                    e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new BrokerStartException(
                    "Another broker is running on the data in " + path + ". Stop it, or name another directory.");
        }
        return channel;
    }

    Path path() {
        return path;
    }

    Path logs() {
        return path.resolve("logs");
    }

    /** Prepares the logs for a first start as {@code kafka-storage.sh format} does; a formatted directory stays as it is. */
    void format(Properties config, Uuid clusterId, Map<String, String> scramUsers) {
        Path file = path.resolve("server.properties");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                config.store(out, "Written at every start of Tidemark's embedded broker");
            }
            if (Files.exists(logs().resolve("meta.properties"))) {
                return;
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            List<String> command = new ArrayList<>(
                    List.of("format", "--config", file.toString(), "--cluster-id", clusterId.toString()));
            scramUsers.forEach((name, password) -> command.addAll(
                    List.of("--add-scram", "SCRAM-SHA-512=[name=" + name + ",password=" + password + "]")));
            int status = StorageTool.execute(
                    command.toArray(String[]::new), new PrintStream(output, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new BrokerStartException("Kafka can't format " + logs() + ": "
                        + output.toString(StandardCharsets.UTF_8).strip());
            }
        } catch (BrokerStartException e) {
            throw e;
        } catch (Exception e) {
            throw new BrokerStartException("Kafka can't format " + logs() + ": " + e.getMessage(), e);
        }
    }

    /** Releases the lock; removes the directory if it is temporary. */
    @Override
    public void close() {
        try {
            lock.close();
            if (temporary) {
                // Kafka's own delayed deletions may get there first.
                TemporaryDirectory.remove(path);
            }
        } catch (IOException e) {
            LOG.warn("The broker's data in {} could not be cleaned up: {}", path, e.toString());
        }
    }
}
