package io.tidemark.serving.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.serde.SelfDescribedRecord;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.serving.artifact.Sha256;
import io.tidemark.serving.model.ModelArtifact;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The champion and the version before it on disk, to start with when Kafka is away.
 *
 * <p>A directory for each model holds each artifact in a file named after its SHA-256, and the records of the versions, the champion first, in the files
 * {@code version-0} and {@code version-1}. Every file is written beside its place, brought to the disk and renamed, so that a crash leaves the old file
 * or the new one; an artifact comes before the record that names it. Instances of one application may share the directory. What was damaged shows by its hash.
 */
final class VersionCache {
    private static final Logger LOG = LoggerFactory.getLogger(VersionCache.class);
    private static final int VERSIONS = 2;
    private static final String RECORD = "version-";
    private static final String ARTIFACT = ".artifact";
    private static final String UNFINISHED = ".unfinished";
    private static final long MAX_RECORD_BYTES = 1 << 20;
    /** An unfinished file as old as this is of a process that has died. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final String modelId;
    private List<ModelVersion> kept = List.of();

    /** @param root the directory of all models; made when it is needed */
    VersionCache(Path root, String modelId) {
        this.modelId = modelId;
        directory = root.resolve(URLEncoder.encode(modelId, UTF_8).replace(".", "%2E"));
    }

    /** The records that can be read, the champion's first. */
    List<ModelVersion> versions() {
        List<ModelVersion> versions = new ArrayList<>();
        for (int i = 0; i < VERSIONS; i++) {
            Path file = directory.resolve(RECORD + i);
            try {
                ModelVersion record = SelfDescribedRecord.read(ModelVersion.class, read(file, MAX_RECORD_BYTES));
                if (!record.getModelId().equals(modelId)) {
                    throw new IOException("it is of model '" + record.getModelId() + "'");
                }
                versions.add(record);
            } catch (NoSuchFileException e) {
                LOG.debug("There is no {}", file);
            } catch (IOException | UndecodableRecordException e) {
                LOG.warn("{} can't be used: {}", file, e.getMessage());
            }
        }
        return versions;
    }

    /** @throws IOException if the file can't be read, or does not hold the bytes that the record names */
    byte[] artifact(ModelVersion record) throws IOException {
        byte[] bytes = read(file(record), ModelArtifact.MAX_BYTES);
        String sha256 = record.getArtifact().getSha256();
        if (!Sha256.hex(bytes).equalsIgnoreCase(sha256)) {
            throw new IOException(file(record) + " is damaged: its SHA-256 is not " + sha256);
        }
        return bytes;
    }

    boolean hasArtifact(ModelVersion record) throws IOException {
        return Files.exists(file(record));
    }

    /** @param bytes whose SHA-256 is that of the record */
    void putArtifact(ModelVersion record, byte[] bytes) throws IOException {
        write(file(record), bytes);
    }

    /**
     * Makes these the versions to start with, and deletes all others.
     *
     * @param production the champion, then the version before it; their artifacts are there
     */
    void keep(List<ModelVersion> production) throws IOException {
        if (production.equals(kept)) {
            return;
        }
        Set<Path> used = new HashSet<>();
        for (int i = 0; i < Math.min(VERSIONS, production.size()); i++) {
            Path file = directory.resolve(RECORD + i);
            write(file, SelfDescribedRecord.write(production.get(i)));
            used.add(file);
            used.add(file(production.get(i)));
        }
        kept = production;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!used.contains(file) && !isBeingWritten(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** By another instance. */
    private static boolean isBeingWritten(Path file) throws IOException {
        return file.toString().endsWith(UNFINISHED)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .isAfter(Instant.now().minus(ABANDONED));
    }

    private Path file(ModelVersion record) throws IOException {
        String sha256 = record.getArtifact().getSha256();
        if (!sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IOException("\"" + sha256 + "\" is no SHA-256");
        }
        return directory.resolve(sha256 + ARTIFACT);
    }

    private void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, file.getFileName().toString(), UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private static byte[] read(Path file, long most) throws IOException {
        if (Files.size(file) > most) {
            throw new IOException(file + " is larger than " + most + " bytes");
        }
        return Files.readAllBytes(file);
    }
}
