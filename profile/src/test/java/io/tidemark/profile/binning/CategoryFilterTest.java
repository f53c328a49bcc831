package io.tidemark.profile.binning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.format.ProfileFormatException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.datasketches.filters.bloomfilter.BloomFilter;
import org.apache.datasketches.filters.bloomfilter.BloomFilterBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryFilterTest {
    private static final DocumentType TYPE = new DocumentType("TEST", 1);

    /** Expected rates by (1 − e^(−5d/2²²))⁵ in numpy; found by counting 200,000 categories that are not in it. */
    @ParameterizedTest
    @CsvSource({"10000, 2.3368e-10", "100000, 1.7923e-5", "240000, 9.5362e-4", "500000, 1.8252e-2", "1000000, 1.6381e-1"
    })
    void shouldTakeAsManyForKnownAsItSays(int categories, double rate) {
        CategoryFilter filter = filled(0, categories);
        long taken = IntStream.range(0, 200_000)
                .filter(i -> filter.mayHold("new-" + i))
                .count();

        assertThat(filter.falseKnownRate()).isCloseTo(rate, withinPercentage(5));
        assertThat(taken / 200_000.0).isCloseTo(rate, within(4 * Math.sqrt(rate / 200_000) + 1e-5));
        assertThat(IntStream.range(0, categories)).allMatch(i -> filter.mayHold("id-" + i));
    }

    @ParameterizedTest
    @CsvSource({"10000", "100000", "1000000", "2000000"})
    void shouldEstimateHowManyItHolds(int categories) {
        CategoryFilter filter = filled(0, categories);

        assertThat(filter.distinctError()).isLessThan(1e-3);
        assertThat(filter.distinct()).isCloseTo(categories, within(4 * filter.distinctError() * categories));
    }

    @Test
    void shouldSayWhenItIsFull() {
        BloomFilter all = BloomFilterBuilder.createBySize(1 << 22, 5, 0x7469_6465_6d61_726bL);
        all.invert();
        CategoryFilter filter = read(all.toByteArray());

        assertThat(filter.falseKnownRate()).isEqualTo(1);
        assertThat(filter.distinctError()).isInfinite();
        assertThat(CategoryFilter.empty().distinct()).isZero();
        assertThat(CategoryFilter.empty().falseKnownRate()).isZero();
    }

    @Test
    void shouldBeTheSameHoweverItWasFilled() {
        CategoryFilter parts = filled(15_000, 30_000);
        parts.addAll(filled(0, 20_000));
        CategoryFilter copy = parts.copy();
        parts.add(CategoryFilter.hash("later"));

        assertThat(hash(copy)).isEqualTo(hash(filled(0, 30_000)));
        assertThat(hash(parts)).isNotEqualTo(hash(copy));
    }

    @Test
    void shouldKnowTheEmptyText() {
        CategoryFilter filter = CategoryFilter.empty();
        assertThat(filter.mayHold("")).isFalse();

        filter.add(CategoryFilter.hash(""));

        assertThat(filter.mayHold("")).isTrue();
    }

    /** The hash is part of the format: XXH64 of the UTF-8 bytes with this seed, by a Python one from its specification. */
    @Test
    void shouldHashTheSameForEver() {
        assertThat(CategoryFilter.hash("")).isEqualTo(2204549849038228454L);
        assertThat(CategoryFilter.hash("Zürich ✈")).isEqualTo(-7550022069244761405L);
    }

    @Test
    void shouldReadWhatItWrote() {
        CategoryFilter filter = filled(0, 12_345);
        CategoryFilter read = CategoryFilter.readFrom(new DocumentReader(bytes(filter), TYPE));

        assertThat(bytes(filter)).hasSizeLessThan((1 << 19) + 100);
        assertThat(hash(read)).isEqualTo(hash(filter));
        assertThat(read.distinct()).isEqualTo(filter.distinct());
    }

    @Test
    void shouldRefuseAnotherFilter() {
        byte[] otherHashes = BloomFilterBuilder.createBySize(1 << 22, 6, 0x7469_6465_6d61_726bL)
                .toByteArray();
        BloomFilter huge = BloomFilterBuilder.createBySize(1 << 22, 5, 0x7469_6465_6d61_726bL);
        huge.update(1);
        byte[] claimsGigabytes = huge.toByteArray();
        claimsGigabytes[19] = 0x7f;

        for (byte[] other : List.of(otherHashes, claimsGigabytes, new byte[0], new byte[9])) {
            assertThatExceptionOfType(ProfileFormatException.class)
                    .isThrownBy(() -> read(other))
                    .withMessageContaining("the filter of categories is not of 2^22 bits");
        }
        assertThat(read(BloomFilterBuilder.createBySize(1 << 22, 5, 0x7469_6465_6d61_726bL)
                                .toByteArray())
                        .distinct())
                .isZero();
    }

    private static CategoryFilter read(byte[] bytes) {
        return CategoryFilter.readFrom(
                new DocumentReader(new DocumentWriter(TYPE).writeBytes(bytes).toBytes(), TYPE));
    }

    private static byte[] bytes(CategoryFilter filter) {
        DocumentWriter out = new DocumentWriter(TYPE);
        filter.writeTo(out);
        return out.toBytes();
    }

    private static String hash(CategoryFilter filter) {
        return ContentHash.of(bytes(filter), 16);
    }

    private static CategoryFilter filled(int from, int to) {
        CategoryFilter filter = CategoryFilter.empty();
        for (int i = from; i < to; i++) {
            filter.add(CategoryFilter.hash("id-" + i));
        }
        return filter;
    }
}
