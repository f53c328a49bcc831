package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.topology.DriftEvents;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is said of a window as a whole: whether the features drifted together, and what the window shows. */
class WholeWindowTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "$score");
    private static final List<String> COUNTRIES = List.of("DE", "FR");

    private final ControlPlane control = new ControlPlane();
    private final Random random = new Random(11);

    private TwoSteps monitor(String yaml) {
        control.apply(SpecYaml.read("model: m\n" + yaml));
        return new TwoSteps(1, control);
    }

    /** A baseline of 10,000 standard normal numbers of each name. */
    private void giveBaseline(String segment) {
        Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
        for (String name : NAMES) {
            FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
            for (int i = 0; i < 10_000; i++) {
                sketch.updateNumber(random.nextGaussian());
            }
            sketches.put(name, sketch);
        }
        Baseline baseline = Baseline.ofSketches(10_000, sketches, false, "test", Instant.EPOCH);
        BaselineTarget target = new BaselineTarget("m", "v1", segment);
        baseline.features().values().forEach(f -> control.addFeature(target, baseline.id(), f));
        control.addManifest(target, new Manifest(baseline.id(), NAMES, 10_000, "test", 0, false, Optional.empty()));
    }

    /** An hour of 2,000 rows, half of them of each country; {@code shifts} by name, or by name and country as in "a/DE". */
    private void feedHour(TwoSteps steps, int hour, Map<String, Double> shifts) {
        for (int i = 0; i < 2_000; i++) {
            String country = COUNTRIES.get(i % 2);
            Map<String, Double> row = new LinkedHashMap<>();
            for (String name : NAMES) {
                double shift = shifts.getOrDefault(name, shifts.getOrDefault(name + "/" + country, 0.0));
                row.put(name, random.nextGaussian() + shift);
            }
            long timeMs = T0 + hour * HOUR + i * HOUR / 2_000;
            steps.feed(0, steps.events(0).event("m", "v1", timeMs, row, Map.of("country", country)));
        }
    }

    private static void judge(TwoSteps steps) {
        steps.finish();
        steps.deliverAll();
    }

    private static List<EpisodeChanged> ofSubject(String subject, TwoSteps steps) {
        return steps.episodes().stream()
                .filter(change -> change.subject().equals(subject))
                .toList();
    }

    @Test
    void shouldSayThatTheModelAsAWholeDrifted() {
        giveBaseline("all");
        TwoSteps steps = monitor("");
        feedHour(steps, 0, Map.of("a", 2.0, "$score", 2.0));
        feedHour(steps, 1, Map.of("a", 2.0, "b", 2.0));
        feedHour(steps, 2, Map.of());
        feedHour(steps, 3, Map.of());
        judge(steps);

        List<EpisodeChanged> whole = ofSubject(WholeModel.DATASET, steps);
        assertThat(whole)
                .extracting(change -> change.change().type())
                .as("one feature of four and a prediction are less than half of the features")
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(whole.getFirst()).satisfies(opened -> {
            assertThat(opened.window().startMs()).isEqualTo(T0 + HOUR);
            assertThat(opened.verdict().severity()).isEqualTo(Severity.MAJOR);
            assertThat(opened.verdict().kind()).isEqualTo(DriftKind.DATASET);
            assertThat(opened.verdict().reason())
                    .isEqualTo("2 of 4 features drifted (50 % by importance, limit 50 %): a, b");
            assertThat(opened.evidence().statistics())
                    .containsOnly(entry("driftedShare", 0.5), entry("majorShare", 0.5));
        });
        var event = DriftEvents.of(whole.getFirst(), Instant.EPOCH);
        assertThat(event.getFeature()).isNull();
        assertThat(event.getKind()).isEqualTo(io.tidemark.schemas.avro.DriftKind.DATASET);
        assertThat(event.getDiagnosis().getType()).isEqualTo(DiagnosisType.COVARIATE);
    }

    @Test
    void shouldTellTheHeaviestCauseFirst() {
        giveBaseline("all");
        TwoSteps steps = monitor("");
        feedHour(steps, 0, Map.of("a", 0.3, "b", 1.0, "c", 3.0));
        judge(steps);

        assertThat(steps.episodes())
                .extracting(EpisodeChanged::subject)
                .filteredOn(NAMES::contains)
                .containsExactly("c", "b", "a");
    }

    @Test
    void shouldWeighFeaturesAsTheSpecSays() {
        giveBaseline("all");
        TwoSteps steps = monitor("""
                dataset:
                  share: 0.8
                features:
                  a:
                    importance: 12
                """);
        feedHour(steps, 0, Map.of("a", 2.0));
        judge(steps);

        assertThat(ofSubject(WholeModel.DATASET, steps))
                .singleElement()
                .extracting(change -> change.verdict().reason())
                .isEqualTo("1 of 4 features drifted (80 % by importance, limit 80 %): a");
    }

    @Test
    void shouldSayNothingOfTheWholeOfASingleFeature() {
        giveBaseline("all");
        TwoSteps steps = monitor("""
                features:
                  b: {importance: 0}
                  c: {importance: 0}
                  d: {ignore: true}
                """);
        feedHour(steps, 0, Map.of("a", 2.0));
        judge(steps);

        assertThat(steps.episodes()).extracting(EpisodeChanged::subject).containsExactly("a");
    }

    @Test
    void shouldDiagnoseEachWindowAndNameItsWorstSegment() {
        giveBaseline("all");
        giveBaseline("country=DE");
        giveBaseline("country=FR");
        TwoSteps steps = monitor("""
                segments:
                  by: [country]
                """);
        feedHour(steps, 0, Map.of("a/DE", 8.0, "b/FR", 0.4));
        feedHour(steps, 1, Map.of("$score", 2.0));
        judge(steps);

        Diagnosis ofAll = diagnosis("all", "a", steps);
        assertThat(ofAll.type()).isEqualTo(Diagnosis.Type.DATA_QUALITY);
        assertThat(ofAll.causes()).extracting(Cause::subject).containsExactly("a", "b");
        assertThat(ofAll.worstSegment()).contains("country=DE");
        assertThat(diagnosis("country=FR", "b", steps).causes())
                .extracting(Cause::subject)
                .containsExactly("b");
        assertThat(diagnosis("country=FR", "b", steps).worstSegment()).contains("country=DE");
        assertThat(diagnosis("all", "$score", steps).type()).isEqualTo(Diagnosis.Type.PREDICTION_ONLY);
    }

    private static Diagnosis diagnosis(String segment, String subject, TwoSteps steps) {
        return ofSubject(subject, steps).stream()
                .filter(change -> change.window().segment().equals(segment))
                .findFirst()
                .orElseThrow()
                .diagnosis()
                .orElseThrow();
    }

    @Test
    void shouldHaveNoDiagnosisWhereNothingDrifted() {
        giveBaseline("all");
        TwoSteps steps = monitor("");
        feedHour(steps, 0, Map.of("a", 2.0));
        feedHour(steps, 1, Map.of());
        feedHour(steps, 2, Map.of());
        judge(steps);

        EpisodeChanged resolved = ofSubject("a", steps).getLast();
        assertThat(resolved.change().type()).isEqualTo(EpisodeTransition.Type.RESOLVED);
        assertThat(resolved.diagnosis()).isEmpty();
        assertThat(DriftEvents.of(resolved, Instant.EPOCH).getDiagnosis()).isNull();
    }
}
