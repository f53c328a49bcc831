package io.tidemark.load.scorecard.stream;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A random generator of its own for every part of the scorecard, told by a name. What a part draws does not depend on which
 * others run, nor on which thread it runs.
 */
public record Seeds(long seed) {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    public RandomGenerator generator(String name) {
        return FACTORY.create(of(name));
    }

    /** FNV-1a over the seed and the name, finished with SplitMix64's mixer. */
    public long of(String name) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
