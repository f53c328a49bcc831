package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The law of the profile: it follows from the set of rows alone. Equal means equal to the last bit. */
class PerformanceLawTest {

    @Property(tries = 40)
    void shouldNotDependOnTheOrderOfRows(@ForAll long seed, @ForAll @IntRange(min = 1, max = 250) int classes) {
        List<LabelledRow> all = rows(seed, classes);
        PerformanceProfile expected = inOnePass(all);
        Collections.shuffle(all, new Random(seed + 1));

        PerformanceProfile labelsLast = new PerformanceProfile();
        all.forEach(row -> labelsLast.predicted(row.answer(), row.latencyMicros()));
        Collections.shuffle(all, new Random(seed + 2));
        all.forEach(row -> labelsLast.labelled(row.answer(), row.truth()));

        assertSame(inOnePass(all), expected);
        assertSame(labelsLast, expected);
    }

    @Property(tries = 40)
    void shouldNotDependOnHowRowsWereSplitAndMerged(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 250) int classes) {
        List<LabelledRow> all = rows(seed, classes);
        Random random = new Random(seed + 1);
        List<PerformanceProfile> parts = new ArrayList<>(Stream.generate(PerformanceProfile::new)
                .limit(1 + random.nextInt(12))
                .toList());
        all.forEach(row -> row.addTo(parts.get(random.nextInt(parts.size()))));
        while (parts.size() > 1) {
            PerformanceProfile part = parts.remove(random.nextInt(parts.size()));
            boolean stored = random.nextBoolean();
            parts.get(random.nextInt(parts.size())).merge(stored ? PerformanceProfile.fromBytes(part.toBytes()) : part);
        }

        assertSame(parts.getFirst(), inOnePass(all));
    }

    @Property(tries = 40)
    void shouldNotRememberLabelsThatWereCorrected(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int classes) {
        List<LabelledRow> all = rows(seed, classes);
        Random random = new Random(seed + 1);
        PerformanceProfile corrected = new PerformanceProfile();
        List<Runnable> corrections = new ArrayList<>();
        for (LabelledRow row : all) {
            Truth wrong = LabelledRow.truth(random, row.answer(), classes + 30);
            Truth wrongAgain = LabelledRow.truth(random, row.answer(), classes + 30);
            corrected.predicted(row.answer(), row.latencyMicros());
            corrected.labelled(row.answer(), wrong);
            corrections.add(() -> {
                corrected.corrected(row.answer(), wrong, wrongAgain);
                corrected.corrected(row.answer(), wrongAgain, row.truth());
            });
        }
        Collections.shuffle(corrections, random);
        corrections.forEach(Runnable::run);

        assertSame(corrected, inOnePass(all));
    }

    @Property(tries = 40)
    void shouldReadWhatItWrote(@ForAll long seed) {
        PerformanceProfile profile = inOnePass(rows(seed, 8));
        PerformanceProfile copy = profile.copy();
        LabelledRow.number(1, 2).addTo(profile.copy());

        assertSame(PerformanceProfile.fromBytes(profile.toBytes()), profile);
        assertSame(copy, profile);
    }

    private static void assertSame(PerformanceProfile actual, PerformanceProfile expected) {
        assertThat(actual.toBytes()).isEqualTo(expected.toBytes());
        assertThat(actual.metrics()).isEqualTo(expected.metrics());
        assertThat(actual.confusion()).isEqualTo(expected.confusion());
        assertThat(actual.latency()).isEqualTo(expected.latency());
        assertThat(actual.labelled()).isEqualTo(expected.labelled());
        assertThat(actual.predictions()).isEqualTo(expected.predictions());
    }

    /** Few or many: more than 4,096 different scores need coarser bins. */
    private static List<LabelledRow> rows(long seed, int classes) {
        Random random = new Random(seed);
        int rows = random.nextInt(random.nextInt(3) == 0 ? 20_000 : 2000);
        return new ArrayList<>(Stream.generate(() -> LabelledRow.any(random, classes))
                .limit(rows)
                .toList());
    }

    private static PerformanceProfile inOnePass(List<LabelledRow> rows) {
        PerformanceProfile profile = new PerformanceProfile();
        rows.forEach(row -> row.addTo(profile));
        return profile;
    }
}
