package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A prediction that waits for its label. Where several versions answered the same question, one label is the truth for all of them.
 *
 * @param startMs begin of its window, inclusive
 * @param endMs end of its window, exclusive
 * @param segments those it counts in besides all rows
 * @param example see {@code LoggedPrediction}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
record KeptPrediction(String version, long startMs, long endMs, Answer answer, List<String> segments, byte[] example) {
    private static final int VERSION = 1;
    private static final int OF_CLASS = 1;
    private static final int OF_NUMBER = 2;

    static byte[] toBytes(List<KeptPrediction> versions) {
        BinaryOut out = new BinaryOut(VERSION).writeInt(versions.size());
        versions.forEach(version -> version.writeTo(out));
        return out.toBytes();
    }

    private void writeTo(BinaryOut out) {
        out.writeText(version).writeLong(startMs).writeLong(endMs);
        switch (answer) {
            case Answer.OfClass(var label, var scores, var confidence) -> {
                out.writeByte(OF_CLASS).writeText(label).writeInt(scores.size());
                scores.forEach((name, score) -> out.writeText(name).writeLong(Double.doubleToLongBits(score)));
                out.writeLong(Double.doubleToLongBits(confidence.orElse(Double.NaN)));
            }
            case Answer.OfNumber(var value) -> out.writeByte(OF_NUMBER).writeLong(Double.doubleToLongBits(value));
        }
        out.writeInt(segments.size());
        segments.forEach(out::writeText);
        out.writeBytes(example);
    }

    static List<KeptPrediction> fromBytes(byte[] bytes) {
        BinaryIn in = new BinaryIn("a kept prediction", bytes, VERSION);
        int versions = in.readInt();
        List<KeptPrediction> kept = new ArrayList<>(1);
        for (int i = 0; i < versions; i++) {
            kept.add(new KeptPrediction(
                    in.readText(), in.readLong(), in.readLong(), readAnswer(in), readTexts(in), in.readBytes()));
        }
        return kept;
    }

    private static Answer readAnswer(BinaryIn in) {
        int kind = in.readByte();
        return switch (kind) {
            case OF_CLASS -> readClass(in);
            case OF_NUMBER -> new Answer.OfNumber(Double.longBitsToDouble(in.readLong()));
            default -> throw new StateFormatException("a kept prediction is damaged: unknown answer " + kind);
        };
    }

    private static Answer readClass(BinaryIn in) {
        String label = in.readText();
        int count = in.readInt();
        Map<String, Double> scores = HashMap.newHashMap(Math.clamp(count, 0, 100));
        for (int i = 0; i < count; i++) {
            scores.put(in.readText(), Double.longBitsToDouble(in.readLong()));
        }
        double confidence = Double.longBitsToDouble(in.readLong());
        return new Answer.OfClass(
                label, scores, Double.isNaN(confidence) ? OptionalDouble.empty() : OptionalDouble.of(confidence));
    }

    private static List<String> readTexts(BinaryIn in) {
        int count = in.readInt();
        List<String> texts = new ArrayList<>(Math.clamp(count, 0, 100));
        for (int i = 0; i < count; i++) {
            texts.add(in.readText());
        }
        return texts;
    }
}
