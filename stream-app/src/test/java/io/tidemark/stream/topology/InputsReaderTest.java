package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Severity;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.label.LabelMessageCodec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.window.WindowKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InputsReaderTest {
    private static final long HOUR = 3_600_000;
    private static final InputsVerdict FOUND = new InputsVerdict(
            true,
            Severity.MAJOR,
            Optional.of(new Diagnosis(
                    Diagnosis.Type.DATA_QUALITY,
                    List.of(
                            new Cause("age", Severity.MAJOR, Statistic.MISSING_RATE, Double.POSITIVE_INFINITY),
                            new Cause("$joint", Severity.MINOR, Statistic.CORRELATION, 1.25)),
                    3,
                    Optional.of("country=DE"))));

    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final Topic<String, WindowProfile> topic =
            TopicCatalogue.withDefaultPrefix().windowProfiles();
    private final ControlPlane control = new ControlPlane();
    private final InputsReader reader =
            new InputsReader(TopicCatalogue.withDefaultPrefix(), registry, control::asksForLabels);

    @BeforeEach
    void askForLabels() {
        control.apply(SpecYaml.read("model: a/b\nlabels: {wait: 2d}"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static WindowProfile profile(String model, boolean supplement, InputsVerdict verdict) {
        WindowAssessed assessed = new WindowAssessed(
                new WindowKey(model, "1", "all", 3 * HOUR, 4 * HOUR),
                supplement,
                300,
                0,
                0,
                List.of(),
                "r",
                Optional.empty(),
                new JudgedSpan(HOUR, 4 * HOUR, 900),
                verdict,
                new TreeMap<>());
        return WindowProfiles.of(assessed, Instant.EPOCH).getFirst();
    }

    private List<KeyValue<byte[], LabelMessage>> read(WindowProfile profile) {
        byte[] value = topic.valueSerde(registry).serializer().serialize(topic.name(), profile);
        return reader.read(WindowProfiles.keyOf(profile).getBytes(UTF_8), value);
    }

    @Test
    void shouldReadWhatWasFoundOfTheJudgedWindow() {
        List<KeyValue<byte[], LabelMessage>> read = read(profile("a/b", false, FOUND));

        assertThat(read).hasSize(1);
        assertThat(new String(read.getFirst().key, UTF_8)).isEqualTo("a/b");
        assertThat(read.getFirst().value)
                .isEqualTo(new Inputs(new WindowKey("a/b", "1", "all", HOUR, 4 * HOUR), FOUND));
        assertThat(LabelMessageCodec.decode(LabelMessageCodec.encode(read.getFirst().value)))
                .isEqualTo(read.getFirst().value);
    }

    @Test
    void shouldTellQuietWindowsFromThoseThatCouldNotBeJudged() {
        InputsVerdict quiet = new InputsVerdict(true, Severity.NONE, Optional.empty());

        assertThat(verdict(profile("a/b", false, quiet))).isEqualTo(quiet);
        assertThat(verdict(profile("a/b", false, InputsVerdict.UNKNOWN))).isEqualTo(InputsVerdict.UNKNOWN);
        InputsVerdict withoutFeatures = new InputsVerdict(false, Severity.MAJOR, FOUND.diagnosis());
        assertThat(verdict(profile("a/b", false, withoutFeatures))).isEqualTo(withoutFeatures);
    }

    @Test
    void shouldNotKnowADiagnosisOfALaterRelease() {
        WindowProfile otherType = profile("a/b", false, FOUND);
        otherType.getDiagnosis().put("type", DiagnosisType.UNKNOWN);
        WindowProfile otherStatistics = profile("a/b", false, FOUND);
        otherStatistics.getDiagnosis().getCauses().forEach(cause -> cause.put("statistic", "of a later release"));
        WindowProfile quietCauses = profile("a/b", false, FOUND);
        quietCauses
                .getDiagnosis()
                .getCauses()
                .forEach(cause -> cause.put("severity", io.tidemark.schemas.avro.Severity.NONE));

        assertThat(verdict(otherType)).isEqualTo(InputsVerdict.UNKNOWN);
        assertThat(verdict(otherStatistics)).isEqualTo(InputsVerdict.UNKNOWN);
        assertThat(verdict(quietCauses)).isEqualTo(InputsVerdict.UNKNOWN);
    }

    private InputsVerdict verdict(WindowProfile profile) {
        return ((Inputs) read(profile).getFirst().value).verdict();
    }

    @Test
    void shouldLeaveOutWhatNobodyAsksForAndWhatSaysNothing() {
        WindowProfile second = profile("a/b", false, FOUND);
        second.put("part", 1);

        assertThat(read(profile("other", false, FOUND))).isEmpty();
        assertThat(read(profile("a/b", true, InputsVerdict.UNKNOWN)))
                .as("a supplement")
                .isEmpty();
        assertThat(read(second)).as("another part of the same profile").isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsNoProfile() {
        assertThat(readRaw("a%2Fb/1/all", "garbage".getBytes(UTF_8))).isEmpty();
        assertThat(readRaw("a%2Fb/1/all", null)).isEmpty();
        assertThat(readRaw(null, "garbage".getBytes(UTF_8))).isEmpty();
        byte[] ofAnother = topic.valueSerde(registry).serializer().serialize(topic.name(), profile("", false, FOUND));
        assertThat(readRaw("a%2Fb/1/all", ofAnother)).as("under another's key").isEmpty();
        assertThat(readRaw("", "garbage".getBytes(UTF_8))).isEmpty();
    }

    private List<KeyValue<byte[], LabelMessage>> readRaw(@Nullable String key, byte @Nullable [] value) {
        return reader.read(key == null ? null : key.getBytes(UTF_8), value);
    }
}
