package io.tidemark.retrain.worker;

import java.util.Objects;

/** Version and revision of this program, as the build wrote them down. */
final class ProgramVersion {
    private ProgramVersion() {}

    static String text() {
        return Objects.requireNonNullElse(ProgramVersion.class.getPackage().getImplementationVersion(), "not packaged");
    }
}
