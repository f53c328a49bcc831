package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.serving.Scored;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

class TribuoScorerTest {
    private static final int THREADS = 4;
    private static final List<Map<String, Object>> QUESTIONS = TribuoTrees.questions();
    private static final XGBoostModel<Label> CLASSES = TribuoTrees.classes(3, TribuoTrees.HIST);
    private static final XGBoostModel<Regressor> NUMBER =
            TribuoTrees.number(RegressionType.LINEAR, TribuoTrees.HIST, TribuoTrees::score);

    @Test
    void shouldGiveEveryClassItsScoreInTheOrderOfTheArtifact() {
        TribuoScorer scorer = classes();
        for (Map<String, Object> question : QUESTIONS) {
            double[] row = TribuoTrees.ENCODINGS.encode(question);

            assertThat(scorer.score(question)).isInstanceOfSatisfying(Scored.OfClass.class, scored -> {
                assertThat(scored.scores().keySet()).containsExactly("2", "0", "1");
                scored.scores()
                        .forEach((label, score) -> assertThat(score)
                                .isCloseTo(TribuoTrees.probability(CLASSES, label, row), within(1e-6)));
                assertThat(scored.scores().get(scored.label()))
                        .isEqualTo(Collections.max(scored.scores().values()));
            });
        }
    }

    @Test
    void shouldAnswerWithNumbers() {
        TribuoScorer scorer = number();
        for (Map<String, Object> question : QUESTIONS) {
            double asked = TribuoTrees.number(NUMBER, TribuoTrees.ENCODINGS.encode(question));

            assertThat(scorer.score(question)).isEqualTo(new Scored.OfNumber(asked));
        }
    }

    @Test
    void shouldAnswerThreadsAtOnceAndManyQuestionsAsOne() throws Exception {
        for (TribuoScorer scorer : List.of(classes(), number())) {
            List<Scored> expected = QUESTIONS.stream().map(scorer::score).toList();
            assertThat(scorer.scoreAll(QUESTIONS)).isEqualTo(expected);
            try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                List<Callable<List<Scored>>> all = Collections.nCopies(THREADS, () -> scorer.scoreAll(QUESTIONS));
                for (Future<List<Scored>> answers : threads.invokeAll(all)) {
                    assertThat(answers.get()).isEqualTo(expected);
                }
            }
        }
    }

    /** Asked natively, XGBoost gets slower with every question, holds memory until finalizers run, and lets one thread in at a time. */
    @Test
    void shouldHoldNothingNative() throws IllegalAccessException {
        for (TribuoScorer scorer : List.of(classes(), number())) {
            assertThat(reachable(scorer))
                    .extracting(Object::getClass)
                    .contains(DecisionTrees.class)
                    .allSatisfy(type -> assertThat(type.getName())
                            .doesNotStartWith("ml.dmlc")
                            .doesNotStartWith("org.tribuo"));
        }
    }

    private static TribuoScorer classes() {
        return scorer(CLASSES, new ModelOutput.Classes(List.of("2", "0", "1")));
    }

    private static TribuoScorer number() {
        return scorer(NUMBER, new ModelOutput.Value());
    }

    private static TribuoScorer scorer(Model<?> model, ModelOutput output) {
        return TribuoScorer.load(new ModelArtifact(
                output, TribuoTrees.ENCODINGS, TribuoScorer.RUNTIME, TribuoModels.write(model), Map.of()));
    }

    /** All objects that fields lead to, but for those inside of objects of the Java platform that are no collections. */
    private static Set<Object> reachable(Object root) throws IllegalAccessException {
        Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Object object = open.pop();
            if (found.add(object)) {
                open.addAll(held(object));
            }
        }
        return found;
    }

    private static List<Object> held(Object object) throws IllegalAccessException {
        List<Object> held = new ArrayList<>();
        if (object instanceof Iterable<?> elements) {
            elements.forEach(held::add);
        } else if (object instanceof Map<?, ?> map) {
            held.addAll(map.keySet());
            held.addAll(map.values());
        } else if (object instanceof Object[] elements) {
            held.addAll(List.of(elements));
        } else if (!object.getClass().isArray()) {
            for (Class<?> type = object.getClass(); !isOfThePlatform(type); type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        held.add(field.get(object));
                    }
                }
            }
        }
        held.removeIf(Objects::isNull);
        return held;
    }

    private static boolean isOfThePlatform(Class<?> type) {
        return type.getName().startsWith("java.");
    }
}
