package io.tidemark.profile.compare;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The statistics by their definitions on raw values, naively: sorting, counting, no shared code. */
final class ExactStatistics {
    final double psi;
    final double jensenShannon;
    final double hellinger;
    final double totalVariation;
    final double ks;
    final double wasserstein;

    private ExactStatistics(double[] p, double[] q, double ks, double wasserstein) {
        double index = 0;
        double divergence = 0;
        double squares = 0;
        double variation = 0;
        for (int i = 0; i < p.length; i++) {
            double expected = Math.max(p[i], 1e-4);
            double actual = Math.max(q[i], 1e-4);
            index += (actual - expected) * Math.log(actual / expected);
            double m = (p[i] + q[i]) / 2;
            divergence += (p[i] == 0 ? 0 : p[i] * Math.log(p[i] / m)) + (q[i] == 0 ? 0 : q[i] * Math.log(q[i] / m));
            squares += Math.pow(Math.sqrt(p[i]) - Math.sqrt(q[i]), 2);
            variation += Math.abs(p[i] - q[i]);
        }
        this.psi = index;
        this.jensenShannon = Math.sqrt(Math.max(0, divergence) / 2 / Math.log(2));
        this.hellinger = Math.sqrt(squares / 2);
        this.totalVariation = variation / 2;
        this.ks = ks;
        this.wasserstein = wasserstein;
    }

    static ExactStatistics ofNumbers(double[] baseline, double[] current) {
        double[] b = baseline.clone();
        double[] c = current.clone();
        Arrays.sort(b);
        Arrays.sort(c);
        TreeSet<Double> edges = new TreeSet<>();
        Map<Double, Integer> repeats = new HashMap<>();
        for (double value : b) {
            repeats.merge(value, 1, Integer::sum);
        }
        for (int tenth = 1; tenth <= 9; tenth++) {
            double edge = b[(tenth * b.length + 9) / 10 - 1];
            edges.add(edge);
            if (repeats.getOrDefault(edge, 0) > b.length / 10.0) {
                edges.add(Math.nextDown(edge));
            }
        }
        double[] allEdges = edges.stream().mapToDouble(Double::doubleValue).toArray();
        return new ExactStatistics(shares(b, allEdges), shares(c, allEdges), ks(b, c), wasserstein(b, c));
    }

    private static double[] shares(double[] values, double[] edges) {
        double[] shares = new double[edges.length + 1];
        for (double value : values) {
            int bin = 0;
            while (bin < edges.length && value > edges[bin]) {
                bin++;
            }
            shares[bin] += 1.0 / values.length;
        }
        return shares;
    }

    static double rank(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sorted[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / sorted.length;
    }

    private static double ks(double[] b, double[] c) {
        double largest = 0;
        for (double[] sample : new double[][] {b, c}) {
            for (double value : sample) {
                largest = Math.max(largest, Math.abs(rank(b, value) - rank(c, value)));
            }
        }
        return largest;
    }

    private static double wasserstein(double[] b, double[] c) {
        TreeSet<Double> all = new TreeSet<>();
        Arrays.stream(b).forEach(all::add);
        Arrays.stream(c).forEach(all::add);
        double area = 0;
        double last = all.first();
        for (double value : all) {
            area += Math.abs(rank(b, last) - rank(c, last)) * (value - last);
            last = value;
        }
        double mean = Arrays.stream(b).average().orElseThrow();
        double squares =
                Arrays.stream(b).map(value -> (value - mean) * (value - mean)).sum();
        return area / Math.sqrt(squares / (b.length - 1));
    }

    static ExactStatistics ofCategories(String[] baseline, String[] current) {
        Map<String, long[]> counts = new TreeMap<>();
        Set<String> known = new HashSet<>(Arrays.asList(baseline));
        for (String category : baseline) {
            counts.computeIfAbsent(category, ignored -> new long[2])[0]++;
        }
        for (String category : current) {
            counts.computeIfAbsent(known.contains(category) ? category : "unseen", ignored -> new long[2])[1]++;
        }
        double[] p = counts.values().stream()
                .mapToDouble(count -> (double) count[0] / baseline.length)
                .toArray();
        double[] q = counts.values().stream()
                .mapToDouble(count -> (double) count[1] / current.length)
                .toArray();
        return new ExactStatistics(p, q, 0, 0);
    }
}
