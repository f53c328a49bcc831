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
 * @param seconds for which it was watched
 */
public record Rate(double perSecond, double perCpuSecond, double busyCores, double seconds) {
    public static Rate of(double done, long nanos, BusyThreads cpu) {
        return new Rate(
                done / (nanos / 1e9), done / (cpu.readingNanos() / 1e9), (double) cpu.allNanos() / nanos, nanos / 1e9);
    }

    /** The middle of an odd number of rates, the mean of the middle two of an even one. */
    public static double median(List<Rate> rates, ToDoubleFunction<Rate> value) {
        double[] sorted = sorted(rates, value);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double least(List<Rate> rates, ToDoubleFunction<Rate> value) {
        return sorted(rates, value)[0];
    }

    static double most(List<Rate> rates, ToDoubleFunction<Rate> value) {
        return sorted(rates, value)[rates.size() - 1];
    }

    private static double[] sorted(List<Rate> rates, ToDoubleFunction<Rate> value) {
        return rates.stream().mapToDouble(value).sorted().toArray();
    }

    /**
     * Writes all rates, with median, smallest and largest.
     *
     * @param what they count, capitalised: {@code Records}
     */
    public static void toJson(List<Rate> rates, String what, ObjectNode node) {
        node.put("median" + what + "PerSecond", median(rates, Rate::perSecond))
                .put("min" + what + "PerSecond", least(rates, Rate::perSecond))
                .put("max" + what + "PerSecond", most(rates, Rate::perSecond))
                .put("median" + what + "PerCpuSecond", median(rates, Rate::perCpuSecond));
        String unit = Character.toLowerCase(what.charAt(0)) + what.substring(1);
        ArrayNode all = node.putArray("rounds");
        rates.forEach(rate -> all.addObject()
                .put(unit + "PerSecond", rate.perSecond())
                .put(unit + "PerCpuSecond", rate.perCpuSecond())
                .put("busyCores", rate.busyCores())
                .put("seconds", rate.seconds()));
    }
}
