package io.tidemark.serving.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of a {@link ModelArtifact}: magic, version, the artifact, and a SHA-256 of all that comes before it.
 *
 * <p>Version 1: {@code TDMA}, {@code 1}, output (0 and classes, or 1), encodings (number 0, category 1, boolean 2), runtime,
 * provenance, model. Version 2 has further encodings (raw number 3, raw text 4, category codes 5, one hot 6), and is written only where there is one of them,
 * so that programs which know version 1 go on reading what is as it was. Integers are big-endian; texts and the model follow their length in bytes (int), lists their count (int).
 *
 * <p>The hash finds damage, not forgery: who can write artifacts can write hashes. What a model may do when it is loaded is for
 * its runtime to limit.
 */
final class ArtifactFormat {
    private static final byte[] MAGIC = {'T', 'D', 'M', 'A'};
    private static final byte VERSION_1 = 1;
    private static final byte VERSION_2 = 2;
    private static final int HEADER_BYTES = MAGIC.length + 1;
    private static final int HASH_BYTES = 32;
    private static final int MAX_PROVENANCE = 1_000;

    private ArtifactFormat() {}

    static byte[] write(ModelArtifact artifact) {
        ArtifactWriter out = new ArtifactWriter(ModelArtifact.MAX_BYTES - HASH_BYTES);
        out.writeRaw(MAGIC);
        out.writeByte(versionOf(artifact.encodings()));
        writeOutput(artifact.output(), out);
        out.writeInt(artifact.encodings().asList().size());
        artifact.encodings().asList().forEach(encoding -> writeEncoding(encoding, out));
        out.writeText(artifact.runtime());
        out.writeInt(artifact.provenance().size());
        artifact.provenance().forEach((key, value) -> {
            out.writeText(key);
            out.writeText(value);
        });
        out.writeBytes(artifact.model());
        byte[] content = out.toBytes();
        byte[] bytes = Arrays.copyOf(content, content.length + HASH_BYTES);
        System.arraycopy(sha256(content, content.length), 0, bytes, content.length, HASH_BYTES);
        return bytes;
    }

    static ModelArtifact read(byte[] bytes) {
        if (bytes.length > ModelArtifact.MAX_BYTES) {
            throw new ModelFormatException("model artifact: " + bytes.length + " bytes are more than the "
                    + ModelArtifact.MAX_BYTES + " that an artifact may have");
        }
        if (bytes.length < HEADER_BYTES + HASH_BYTES) {
            throw new ModelFormatException("model artifact: " + bytes.length + " bytes are too few, it is cut short");
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new ModelFormatException(
                    "model artifact, at byte 0: these bytes are no model artifact, one starts with TDMA");
        }
        byte version = bytes[MAGIC.length];
        if (version != VERSION_1 && version != VERSION_2) {
            throw new ModelFormatException("model artifact, at byte " + MAGIC.length + ": version " + version
                    + " is unknown, this program reads " + VERSION_1 + " and " + VERSION_2
                    + ": use a program that is as new as the artifact");
        }
        int end = bytes.length - HASH_BYTES;
        if (!MessageDigest.isEqual(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new ModelFormatException("model artifact: the hash at byte " + end
                    + " does not fit the bytes before it, they are damaged or cut short: fetch the artifact again");
        }
        ArtifactReader in = new ArtifactReader(bytes, HEADER_BYTES, end);
        try {
            ModelArtifact artifact = readContent(in);
            if (version != versionOf(artifact.encodings())) {
                throw in.fail("these features are of version " + versionOf(artifact.encodings()) + ", not " + version);
            }
            return artifact;
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }

    /** The first version that has all of these encodings. */
    private static byte versionOf(FeatureEncodings encodings) {
        boolean isFirst = encodings.asList().stream().allMatch(encoding -> switch (encoding) {
            case NumberEncoding _, CategoryEncoding _, BooleanEncoding _ -> true;
            case RawNumberEncoding _, RawTextEncoding _, CategoryCodeEncoding _, OneHotEncoding _ -> false;
        });
        return isFirst ? VERSION_1 : VERSION_2;
    }

    private static ModelArtifact readContent(ArtifactReader in) {
        ModelOutput output = readOutput(in);
        int features = in.readCount(FeatureEncodings.MAX_FEATURES, "features");
        List<FeatureEncoding> encodings = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            encodings.add(readEncoding(in));
        }
        FeatureEncodings all = new FeatureEncodings(encodings);
        String runtime = in.readText("the runtime");
        int entries = in.readCount(MAX_PROVENANCE, "entries of provenance");
        SortedMap<String, String> provenance = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            provenance.put(in.readText("a key of provenance"), in.readText("a value of provenance"));
        }
        byte[] model = in.readBytes(ModelArtifact.MAX_BYTES, "the model");
        in.expectEnd();
        return new ModelArtifact(output, all, runtime, model, provenance);
    }

    private static void writeOutput(ModelOutput output, ArtifactWriter out) {
        switch (output) {
            case ModelOutput.Classes(List<String> labels) -> {
                out.writeByte((byte) 0);
                out.writeTexts(labels);
            }
            case ModelOutput.Value() -> out.writeByte((byte) 1);
        }
    }

    private static ModelOutput readOutput(ArtifactReader in) {
        byte kind = in.readByte("the kind of output");
        return switch (kind) {
            case 0 -> new ModelOutput.Classes(in.readTexts(ModelOutput.Classes.MAX_CLASSES, "a class"));
            case 1 -> new ModelOutput.Value();
            default -> throw in.fail("the kind of output is 0 or 1, not " + kind);
        };
    }

    private static void writeEncoding(FeatureEncoding encoding, ArtifactWriter out) {
        switch (encoding) {
            case NumberEncoding(String feature, double median, double mean, double deviation) -> {
                out.writeByte((byte) 0);
                out.writeText(feature);
                out.writeDouble(median);
                out.writeDouble(mean);
                out.writeDouble(deviation);
            }
            case CategoryEncoding categories -> {
                out.writeByte((byte) 1);
                out.writeText(categories.feature());
                out.writeTexts(categories.known());
            }
            case BooleanEncoding(String feature) -> {
                out.writeByte((byte) 2);
                out.writeText(feature);
            }
            case RawNumberEncoding(String feature, double missing) -> {
                out.writeByte((byte) 3);
                out.writeText(feature);
                out.writeDouble(missing);
            }
            case RawTextEncoding(String feature, String missing) -> {
                out.writeByte((byte) 4);
                out.writeText(feature);
                out.writeText(missing);
            }
            case CategoryCodeEncoding(
                    String feature,
                    SequencedMap<String, Double> codes,
                    double other,
                    double missing) -> {
                out.writeByte((byte) 5);
                out.writeText(feature);
                out.writeInt(codes.size());
                codes.forEach((category, code) -> {
                    out.writeText(category);
                    out.writeDouble(code);
                });
                out.writeDouble(other);
                out.writeDouble(missing);
            }
            case OneHotEncoding(String feature, List<String> known) -> {
                out.writeByte((byte) 6);
                out.writeText(feature);
                out.writeTexts(known);
            }
        }
    }

    private static FeatureEncoding readEncoding(ArtifactReader in) {
        byte kind = in.readByte("the kind of an encoding");
        String feature = in.readText("the name of a feature");
        return switch (kind) {
            case 0 ->
                new NumberEncoding(
                        feature, in.readDouble("a median"), in.readDouble("a mean"), in.readDouble("a deviation"));
            case 1 -> new CategoryEncoding(feature, in.readTexts(CategoryEncoding.MAX_KNOWN, "a category"));
            case 2 -> new BooleanEncoding(feature);
            case 3 -> new RawNumberEncoding(feature, in.readDouble("what stands for a missing number"));
            case 4 -> new RawTextEncoding(feature, in.readText("what stands for a missing text"));
            case 5 ->
                new CategoryCodeEncoding(
                        feature,
                        readCodes(in),
                        in.readDouble("the code of other categories"),
                        in.readDouble("the code of missing ones"));
            case 6 -> new OneHotEncoding(feature, in.readTexts(CategoryEncoding.MAX_KNOWN, "a category"));
            default -> throw in.fail("the encoding of feature '" + feature + "' is 0 to 6, not " + kind);
        };
    }

    private static SequencedMap<String, Double> readCodes(ArtifactReader in) {
        int count = in.readCount(CategoryEncoding.MAX_KNOWN, "categories");
        SequencedMap<String, Double> codes = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String category = in.readText("a category");
            if (codes.put(category, in.readDouble("a code")) != null) {
                throw in.fail("the category '" + category + "' has two codes");
            }
        }
        return codes;
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
