package io.tidemark.stream.view;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Puts neighbours together where there are more windows than there is room for. */
final class WindowGroups {
    private WindowGroups() {}

    /**
     * Groups windows by times that are the same however many windows there are before and after, so that a new one moves none into another group
     * until there are twice as many.
     *
     * @param windows in the order of time
     * @param most groups that there may be; 2 at least
     * @return groups in order, none of them empty
     */
    static List<List<ViewedWindow>> of(Collection<ViewedWindow> windows, int most) {
        if (most < 2) {
            throw new IllegalArgumentException("there must be room for two groups at least, not " + most);
        }
        List<List<ViewedWindow>> groups = new ArrayList<>();
        long length = lengthOfGroups(windows, most);
        long current = Long.MIN_VALUE;
        for (ViewedWindow window : windows) {
            long group = Math.floorDiv(window.start().toEpochMilli(), length);
            if (group != current) {
                groups.add(new ArrayList<>());
                current = group;
            }
            groups.getLast().add(window);
        }
        return groups;
    }

    /** The shortest of the first window's length doubled as often as needed, in milliseconds. */
    private static long lengthOfGroups(Collection<ViewedWindow> windows, int most) {
        if (windows.size() <= most) {
            return 1;
        }
        long length = 1;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (ViewedWindow window : windows) {
            if (first == Long.MAX_VALUE) {
                first = window.start().toEpochMilli();
                length = Math.max(1, window.end().toEpochMilli() - first);
            }
            last = window.start().toEpochMilli();
        }
        while (Math.floorDiv(last, length) - Math.floorDiv(first, length) + 1 > most) {
            length *= 2;
        }
        return length;
    }
}
