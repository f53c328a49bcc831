package io.tidemark.stream.window;

/** How the rows of a model are cut: all of them, and one segment per value of each tag the monitor names. */
public final class Segments {
    /** Every row. */
    public static final String ALL = "all";
    /** The rows of all values of a tag beyond the monitor's cap on segments. */
    public static final String OTHER = "other";

    private Segments() {}

    public static String of(String tag, String value) {
        return tag + "=" + value;
    }

    /** The segment that takes the rows of {@code tag} whose own segment is over the cap. */
    public static String otherOf(String tag) {
        return of(tag, OTHER);
    }

    /** Whether {@code segment} is some tag's overflow. */
    public static boolean isOther(String segment) {
        return !segment.equals(ALL) && segment.equals(otherOf(tagOf(segment)));
    }

    /** The tag of a segment that is not {@link #ALL}. Tag names hold no '='; values may. */
    public static String tagOf(String segment) {
        return segment.substring(0, segment.indexOf('='));
    }
}
