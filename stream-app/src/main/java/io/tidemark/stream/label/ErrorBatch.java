package io.tidemark.stream.label;

import io.tidemark.profile.decision.ErrorKind;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;

/**
 * How wrong answers turned out in a short time.
 *
 * @param startMs begin of the time in which that became known, inclusive
 * @param lengthMs how long that time is
 * @param rows answers whose label became known
 * @param errors how many of them were wrong, or the sum of how far off they were
 */
public record ErrorBatch(Source source, long startMs, long lengthMs, long rows, double errors) {
    /** What is watched apart. */
    public record Source(String version, ErrorKind kind) implements Comparable<Source> {
        @Override
        public int compareTo(Source other) {
            int byVersion = version.compareTo(other.version);
            return byVersion == 0 ? kind.compareTo(other.kind) : byVersion;
        }

        public void writeTo(BinaryOut out) {
            out.writeText(version).writeText(kind.subject());
        }

        public static Source readFrom(BinaryIn in) {
            String version = in.readText();
            String subject = in.readText();
            return new Source(
                    version,
                    ErrorKind.of(subject)
                            .orElseThrow(
                                    () -> new StateFormatException("errors are damaged: unknown subject " + subject)));
        }
    }

    public long endMs() {
        return startMs + lengthMs;
    }

    ErrorBatch plus(ErrorBatch other) {
        return new ErrorBatch(source, startMs, lengthMs, rows + other.rows, errors + other.errors);
    }

    ErrorBatch from(long newStartMs) {
        return newStartMs == startMs ? this : new ErrorBatch(source, newStartMs, lengthMs, rows, errors);
    }
}
