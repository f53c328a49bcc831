package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast something was.
 *
 * @param perSecond by the clock on the wall
 * @param perCpuSecond by the time for which its threads computed: what one would do on a core of its own, if it never waited
 * @param busyCores cores that this process used on average, the broker included
 */
public record Rate(double perSecond, double perCpuSecond, double busyCores) {
    public static Rate of(double done, long nanos, BusyThreads cpu) {
        return new Rate(done / (nanos / 1e9), done / (cpu.readingNanos() / 1e9), (double) cpu.allNanos() / nanos);
    }

    /** The middle of an odd number of rates, the mean of the middle two of an even one. */
    public static double median(List<Rate> rates, ToDoubleFunction<Rate> value) {
        double[] sorted = rates.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Writes all rates, with median, smallest and largest.
     *
     * @param what they count, capitalised: {@code Records}
     */
    public static void toJson(List<Rate> rates, String what, ObjectNode node) {
        double[] sorted = rates.stream().mapToDouble(Rate::perSecond).sorted().toArray();
        node.put("median" + what + "PerSecond", median(rates, Rate::perSecond))
                .put("min" + what + "PerSecond", sorted[0])
                .put("max" + what + "PerSecond", sorted[sorted.length - 1])
                .put("median" + what + "PerCpuSecond", median(rates, Rate::perCpuSecond));
        String unit = Character.toLowerCase(what.charAt(0)) + what.substring(1);
        ArrayNode all = node.putArray("rounds");
        rates.forEach(rate -> all.addObject()
                .put(unit + "PerSecond", rate.perSecond())
                .put(unit + "PerCpuSecond", rate.perCpuSecond())
                .put("busyCores", rate.busyCores()));
    }
}
