package io.tidemark.serving.artifact;

/** The bytes of a version could not be had; the message says what is wrong with which. */
public final class ArtifactException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ArtifactProblem problem;

    ArtifactException(ArtifactProblem problem, String message) {
        super(message);
        this.problem = problem;
    }

    ArtifactException(ArtifactProblem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public ArtifactProblem problem() {
        return problem;
    }
}
