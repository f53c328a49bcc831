package io.tidemark.standalone.models;

import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The bytes of a file that is to become a version: an ONNX model, or an artifact of Tidemark.
 *
 * @param path where they were read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy without need
public record ModelFile(Path path, byte[] bytes) {
    private static final String ARTIFACT = "TDMA";

    /** @throws ImportException if it can't be read, or is larger than a model may be */
    public static ModelFile read(Path path) {
        if (Files.isDirectory(path)) {
            throw new ImportException(path + " is a directory: name a model in it.");
        }
        try {
            long size = Files.size(path);
            if (size > ModelArtifact.MAX_BYTES) {
                throw new ImportException("%s has %,d bytes, more than the %,d that a model may have."
                        .formatted(path, size, ModelArtifact.MAX_BYTES));
            }
            return new ModelFile(path, Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new ImportException("There is no file " + path + ".", e);
        } catch (AccessDeniedException e) {
            throw new ImportException("The file " + path + " may not be read by this user.", e);
        } catch (IOException e) {
            throw new ImportException("The file " + path + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /** The file's own name. */
    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /**
     * Looks whether there is a model in it, whatever a person says of it.
     *
     * @throws ImportException if there is none
     */
    public void check() {
        try {
            if (isArtifact()) {
                ModelArtifact.read(bytes);
            } else {
                OnnxGraph.read(bytes).answer();
            }
        } catch (ModelFormatException e) {
            throw new ImportException(path + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * The model in it.
     *
     * @throws ImportException if it is none, or what a person says does not fit it
     */
    public ImportedModel model(ImportChoices choices) {
        try {
            return isArtifact() ? ImportedModel.ofArtifact(bytes, choices) : OnnxImport.read(bytes, choices);
        } catch (ModelFormatException e) {
            throw new ImportException(path + ": " + e.getMessage() + ".", e);
        }
    }

    private boolean isArtifact() {
        if (bytes.length < ARTIFACT.length()) {
            return false;
        }
        for (int i = 0; i < ARTIFACT.length(); i++) {
            if (bytes[i] != ARTIFACT.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
