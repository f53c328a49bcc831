package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.List;

/**
 * The tags that a spec cuts segments by and that no event of a pane had. Such a tag makes no segment, so nothing else tells that it is
 * misspelt.
 *
 * <p>Panes are cut by the spec that was in force when they opened, which an early event of the next pane may be, too. So the first panes
 * that are judged with a new spec tell nothing of its tags, nor do those after a restart.
 */
final class AbsentTags {
    private static final int PANES_OF_EARLIER_SPECS = 2;

    private String revision = "";
    private int spans;

    /** Begins to judge the panes of a further span. */
    void next(MonitorSpec spec) {
        spans = spec.revision().equals(revision) ? Math.min(spans + 1, PANES_OF_EARLIER_SPECS) : 0;
        revision = spec.revision();
    }

    /**
     * The absent tags of a pane of all rows, in the spec's order; none of a segment's.
     *
     * @param panes all panes of the same span
     */
    List<String> of(WindowKey pane, List<MergedWindow> panes, MonitorSpec spec) {
        if (spans < PANES_OF_EARLIER_SPECS || !pane.segment().equals(Segments.ALL)) {
            return List.of();
        }
        return spec.segments().by().stream()
                .filter(tag -> panes.stream().map(MergedWindow::key).noneMatch(other -> isOf(tag, pane, other)))
                .toList();
    }

    private static boolean isOf(String tag, WindowKey pane, WindowKey other) {
        return other.version().equals(pane.version())
                && !other.segment().equals(Segments.ALL)
                && Segments.tagOf(other.segment()).equals(tag);
    }
}
