package io.tidemark.serving.artifact;

/** Why the bytes of a version could not be had. */
public enum ArtifactProblem {
    /** The reference itself can't be right. */
    BAD_REFERENCE(false),
    /** More bytes than an artifact may have. */
    TOO_LARGE(false),
    /** More bytes than this process has room for now. */
    NO_ROOM(true),
    /** Chunks are not there: not yet, in a mirror that is behind, or no longer. */
    INCOMPLETE(true),
    /** The bytes are not those that were published. */
    DAMAGED(false),
    /** Kafka gave an error, such as a lack of rights. */
    UNREACHABLE(true),
    /** Kafka did not deliver all within the time there is. */
    TOO_SLOW(true),
    /** Whoever asked for it has no use for it any more. */
    GIVEN_UP(true);

    private final boolean passing;

    ArtifactProblem(boolean passing) {
        this.passing = passing;
    }

    /** Whether it may be gone when it is tried again, without anybody publishing anything. */
    public boolean isPassing() {
        return passing;
    }
}
