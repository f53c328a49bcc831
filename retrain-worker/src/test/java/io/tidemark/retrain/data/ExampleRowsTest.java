package io.tidemark.retrain.data;

import static io.tidemark.retrain.data.ExampleLog.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExampleRowsTest {
    private static final long PLENTY = 100L << 20;
    private static final int LONG = 10_000;

    @Test
    void shouldLetTheOldestGoWhereMemoryIsShort() {
        ExampleRows rows = new ExampleRows(new ExampleRows.Room(1_000, false, 100L * LONG), Optional.empty());
        List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        Collections.shuffle(order, new Random(1));
        order.forEach(i -> rows.add(longText(i)));

        Examples examples = rows.examples(0, 200, 0, "");
        int kept = examples.rows().size();
        // A character takes one byte at least and two at most.
        assertThat(kept).isBetween(25, 99);
        assertThat(examples.rows())
                .extracting(Example::inferenceId)
                .containsExactlyElementsOf(IntStream.range(200 - kept, 200)
                        .mapToObj(i -> String.format("id-%03d", i))
                        .toList());
        assertThat(examples.counts().noRoom()).isEqualTo(200 - kept);
    }

    @Test
    void shouldRefuseFewerRowsThanTheSpecNames() {
        ExampleRows rows = new ExampleRows(new ExampleRows.Room(1_000, true, 100L * LONG), Optional.empty());

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> IntStream.range(0, 200).forEach(i -> rows.add(longText(i))))
                .withMessageContaining("set retrain.data.rows or a shorter retrain.data.window");
    }

    @Test
    void shouldSayThatOneExampleIsTooLarge() {
        ExampleRows rows = new ExampleRows(new ExampleRows.Room(1_000, false, LONG), Optional.empty());

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> rows.add(longText(1)))
                .withMessageContaining("one example takes more than");
    }

    private static LabeledExample longText(int i) {
        return example(String.format("id-%03d", i), i)
                .setFeatures(Map.of("note", i + "x".repeat(LONG)))
                .build();
    }

    /** Two thousand examples, so that rows are let go while others come; each with records of up to three versions, and some corrected. */
    @Property(tries = 25)
    void shouldNotDependOnHowTheRecordsOfVersionsInterleave(@ForAll Random random) {
        List<LabeledExample> records = records();
        List<LabeledExample> shuffled = shuffled(records, random);
        ExampleRows rows = new ExampleRows(new ExampleRows.Room(50, true, PLENTY), Optional.empty());
        shuffled.forEach(rows::add);

        assertThat(rows.examples(0, records.size(), 0, "").rows()).containsExactlyElementsOf(newest(50, records));
    }

    private static List<LabeledExample> records() {
        Random random = new Random(7);
        List<LabeledExample> records = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long second = random.nextInt(1_000);
            for (int record = 0; record < 1 + random.nextInt(4); record++) {
                int version = random.nextInt(3);
                boolean correction = random.nextInt(4) == 0;
                records.add(example("id-" + i, second)
                        .setModelVersion("v" + version)
                        .setLabelTime(Instant.ofEpochSecond(second + random.nextInt(3)))
                        .setCorrection(correction)
                        .setLabel("label-" + record)
                        .setFeatures(Map.of("x", (double) record, "text", "t" + record))
                        .setPrediction(Prediction.newBuilder()
                                .setValue(100.0 * i + record)
                                .setScores(Map.of())
                                .build())
                        .build());
            }
        }
        return records;
    }

    /** In any order, but the records of one id and version in theirs: they come from one partition. */
    private static List<LabeledExample> shuffled(List<LabeledExample> records, Random random) {
        List<LabeledExample> shuffled = new ArrayList<>(records);
        Collections.shuffle(shuffled, random);
        Map<String, List<LabeledExample>> queues = new HashMap<>();
        records.forEach(record ->
                queues.computeIfAbsent(key(record), _ -> new ArrayList<>()).add(record));
        return shuffled.stream()
                .map(record -> queues.getOrDefault(key(record), List.of()).removeFirst())
                .toList();
    }

    private static String key(LabeledExample record) {
        return record.getInferenceId() + "/" + record.getModelVersion();
    }

    /** By the rules as they are written, all records at hand: of an id the latest label, and the last answer of each version. */
    private static List<Example> newest(int most, List<LabeledExample> records) {
        Map<String, List<LabeledExample>> byId = new LinkedHashMap<>();
        records.forEach(record -> byId.computeIfAbsent(record.getInferenceId(), _ -> new ArrayList<>())
                .add(record));
        Comparator<LabeledExample> later = Comparator.comparing(LabeledExample::getLabelTime)
                .thenComparing(LabeledExample::getCorrection)
                .thenComparing(LabeledExample::getModelVersion);
        List<Example> all = new ArrayList<>();
        byId.forEach((id, ofId) -> {
            LabeledExample last = ofId.getFirst();
            Map<String, Answer> answers = new HashMap<>();
            for (LabeledExample record : ofId) {
                last = later.compare(record, last) >= 0 ? record : last;
                answers.put(
                        record.getModelVersion(),
                        new Answer.OfNumber(record.getPrediction().getValue()));
            }
            all.add(new Example(
                    id,
                    last.getEventTime().toEpochMilli(),
                    new Target.OfClass(last.getLabel()),
                    FeatureRow.of(new FeatureNames(), last.getFeatures()),
                    answers,
                    Map.of()));
        });
        return all.stream()
                .sorted(Example.IN_ORDER)
                .skip(Math.max(0, all.size() - most))
                .toList();
    }
}
