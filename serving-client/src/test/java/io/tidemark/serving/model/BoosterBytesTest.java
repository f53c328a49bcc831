package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BoosterBytesTest {
    private static byte[] bytes;

    @BeforeAll
    static void train() throws XGBoostError {
        bytes = TribuoTrees.classes(3, Map.of()).getInnerModels().getFirst().toByteArray();
    }

    @Test
    void shouldLetWholeModelsPass() throws XGBoostError {
        BoosterBytes.check(bytes, "test");
        BoosterBytes.check(
                TribuoTrees.classes(2, TribuoTrees.HIST)
                        .getInnerModels()
                        .getFirst()
                        .toByteArray(),
                "test");
    }

    @Test
    void shouldRefuseEveryCountThatIsTooLarge() {
        assertRefused("of 2147483647 features", with(8, Integer.MAX_VALUE));
        assertRefused("of 2147483647 classes", with(12, Integer.MAX_VALUE));
        int forest = forest();
        assertRefused("claims 2147483647 trees", with(forest, Integer.MAX_VALUE));
        assertRefused("a tree claims 2147483647 nodes", with(forest + 160 + 4, Integer.MAX_VALUE));
        assertRefused("no tree", with(forest + 160 + 148 + 4, 0));
        assertRefused("asks for feature 2147483647", with(forest + 160 + 148 + 12, -1));
    }

    /** Behind two names: the objective and the booster. */
    private static int forest() {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int objective = (int) in.getLong(4 + 136);
        int booster = (int) in.getLong(4 + 136 + 8 + objective);
        return 4 + 136 + 8 + objective + 8 + booster;
    }

    private static byte[] with(int at, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return changed;
    }

    @Test
    void shouldRefuseWhatIsCutShort() {
        for (int length = 0; length < bytes.length; length += 97) {
            assertRefused("damaged", Arrays.copyOf(bytes, length));
        }
    }

    /** Whatever bytes: it comes to an end, and fails as documented. */
    @Test
    void shouldComeToAnEndWithAnyBytes() {
        Random random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            byte[] changed = bytes.clone();
            for (int flips = 0; flips < 4; flips++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                BoosterBytes.check(changed, "test");
            } catch (ModelFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static void assertRefused(String words, byte[] changed) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> BoosterBytes.check(changed, "test"))
                .withMessageContaining(words);
    }
}
