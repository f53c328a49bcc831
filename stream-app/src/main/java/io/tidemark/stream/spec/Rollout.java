package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How a new version comes to answer, and what takes it back.
 *
 * @param automatic whether it goes on by itself on enough evidence
 * @param shadow labelled answers that it gives in the shadow before it may answer; 0 for no shadow
 * @param watch how long after it came to production, by event time, it is taken back if it turns out worse
 */
public record Rollout(boolean automatic, long shadow, Canary canary, Duration watch, TakeBack takeBack) {

    /**
     * Answering a share of the requests.
     *
     * @param shares one after the other, each above 0, at most 1 and more than the one before; empty for no canary
     * @param rows labelled answers at each share before it goes on
     */
    public record Canary(List<Double> shares, long rows) {
        static final Canary DEFAULT = new Canary(List.of(), 1_000);
        static final int MOST_SHARES = 20;

        public Canary {
            shares = List.copyOf(shares);
            shares.forEach(share -> ShareRange.POSITIVE.require("rollout.canary.shares", share));
            if (!isAscending(shares) || shares.size() > MOST_SHARES) {
                throw new IllegalArgumentException("rollout.canary.shares: " + shares
                        + " do not rise, or are too many; use up to " + MOST_SHARES + ", the smallest first");
            }
            Range.EVIDENCE_ROWS.require("rollout.canary.rows", rows);
        }

        static boolean isAscending(List<Double> shares) {
            for (int i = 1; i < shares.size(); i++) {
                if (shares.get(i) <= shares.get(i - 1)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * What takes a version back.
     *
     * @param loss share of the champion's loss by which its own may be more, beyond what chance explains
     * @param failures share of questions that it may answer with an error
     * @param latency how many times the champion's 99th percentile its own may be; empty for any
     */
    public record TakeBack(double loss, double failures, OptionalDouble latency) {
        static final TakeBack DEFAULT = new TakeBack(0.1, 0.01, OptionalDouble.empty());
        private static final double MOST_LATENCY = 1_000;

        public TakeBack {
            ShareRange.LOSS.require("rollout.takeBack.loss", loss);
            ShareRange.ANY.require("rollout.takeBack.failures", failures);
            if (latency.isPresent() && !isLatency(latency.getAsDouble())) {
                throw new IllegalArgumentException("rollout.takeBack.latency: " + latency.getAsDouble()
                        + " is no ratio; " + RolloutYaml.LATENCY_REMEDY);
            }
        }

        static boolean isLatency(double ratio) {
            return ratio >= 1 && ratio <= MOST_LATENCY;
        }
    }

    /** What holds where a spec says nothing. */
    public static final Rollout DEFAULT =
            new Rollout(true, 1_000, Canary.DEFAULT, Duration.ofDays(7), TakeBack.DEFAULT);

    public Rollout {
        Range.SHADOW_ROWS.require("rollout.shadow", shadow);
        Range.WATCH.require("rollout.watch", watch.toMillis());
    }
}
