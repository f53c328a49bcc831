package io.tidemark.retrain.gate;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's test on rows that one of two models had right: one-sided, that the challenger is no better, by the mid-p of the exact distribution. It keeps its level
 * nearly, and has more power than the exact test: Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91 (2013).
 */
final class McNemar {
    private McNemar() {}

    /**
     * The p-value.
     *
     * @param gained rows that the challenger alone had right
     * @param lost rows that the champion alone had right
     */
    static double pValue(int gained, int lost) {
        if (gained + lost == 0) {
            return 1;
        }
        BinomialDistribution chance = BinomialDistribution.of(gained + lost, 0.5);
        return chance.survivalProbability(gained) + chance.probability(gained) / 2;
    }
}
