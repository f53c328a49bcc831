package io.tidemark.profile.decision;

/** How bad it is, the least first. */
public enum Severity {
    /** Too few rows to tell. */
    INSUFFICIENT,
    NONE,
    MINOR,
    MAJOR;

    /** Whether this is drift. */
    public boolean isDrift() {
        return compareTo(NONE) > 0;
    }
}
