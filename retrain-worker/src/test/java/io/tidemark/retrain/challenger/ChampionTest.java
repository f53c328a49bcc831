package io.tidemark.retrain.challenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChampionTest {
    private static final Set<String> NONE = Set.of();

    @Test
    void shouldBeTheVersionThatAnsweredMostOfTheLatestRows() {
        List<Example> rows = rows(i -> i < 150 ? List.of("old") : i < 190 ? List.of("b") : List.of("c"));

        // Of the latest hundred: 50 of old, 40 of b, 10 of c.
        assertThat(Champion.lastToAnswer(rows, NONE)).map(Champion::version).contains("old");
        assertThat(Champion.lastToAnswer(rows, Set.of("old")))
                .map(Champion::version)
                .contains("b");
        assertThat(Champion.lastToAnswer(rows(_ -> List.of()), NONE)).isEmpty();
    }

    /** Without a champion of Tidemark's the application's own model answers, and those in the shadow are asked beside it. */
    @Test
    void shouldNotBeAVersionThatIsAskedInTheShadow() {
        List<Example> rows = rows(_ -> List.of("app-2026", "v7"));

        assertThat(Champion.lastToAnswer(rows, Set.of("v7")))
                .map(Champion::version)
                .contains("app-2026");
        assertThat(Champion.lastToAnswer(rows, Set.of("v7", "app-2026"))).isEmpty();
    }

    private static List<Example> rows(IntFunction<List<String>> answeredBy) {
        return IntStream.range(0, 200)
                .mapToObj(i -> {
                    Map<String, Answer> answers = new TreeMap<>();
                    answeredBy.apply(i).forEach(version -> answers.put(version, new Answer.OfNumber(1)));
                    return new Example(
                            "id-" + i,
                            i,
                            new Target.OfNumber(1),
                            FeatureRow.of(new FeatureNames(), Map.of()),
                            answers,
                            Map.of());
                })
                .toList();
    }
}
