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
        double length = lengthOfGroups(windows, most);
        double current = Double.NaN;
        for (ViewedWindow window : windows) {
            double group = groupOf(window.start().toEpochMilli(), length);
            if (group != current) {
                groups.add(new ArrayList<>());
                current = group;
            }
            groups.getLast().add(window);
        }
        return groups;
    }

    /** In floating point, which is exact for the times of the next hundred thousand years, and does not overflow for those that somebody made up. */
    private static double groupOf(long time, double length) {
        return Math.floor(time / length);
    }

    /** The shortest of the first window's length doubled as often as needed, in milliseconds. */
    private static double lengthOfGroups(Collection<ViewedWindow> windows, int most) {
        if (windows.size() <= most) {
            return 1;
        }
        ViewedWindow earliest = windows.iterator().next();
        long first = earliest.start().toEpochMilli();
        long last = first;
        for (ViewedWindow window : windows) {
            last = window.start().toEpochMilli();
        }
        double length = Math.max(1, earliest.end().toEpochMilli() - (double) first);
        while (groupOf(last, length) - groupOf(first, length) + 1 > most) {
            length *= 2;
        }
        return length;
    }
}
