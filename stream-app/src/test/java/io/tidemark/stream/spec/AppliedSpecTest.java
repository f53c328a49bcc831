package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.LabelsSpec;
import io.tidemark.schemas.avro.PerformanceLevels;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.ThresholdLevels;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroDeserializer;
import io.tidemark.schemas.serde.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AppliedSpecTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    private static AppliedSpec applied(MonitorSpec spec) {
        return AppliedSpec.of(spec, "model: " + spec.model() + " # as written", NOW, "ann");
    }

    @Property
    void shouldReadBackTheRecordItMade(@ForAll("specs") MonitorSpec spec) {
        AppliedSpec applied = applied(spec);

        assertThat(AppliedSpec.of(applied.toRecord())).isEqualTo(applied);
        assertThat(AppliedSpec.of(applied.toRecord()).spec().revision()).isEqualTo(applied.revision());
    }

    @Property
    void shouldReadBackTheSourceItWrites(@ForAll("sourcesOfSpecs") Source source) {
        MonitorSpec spec = MonitorSpec.defaults("m").with(Labels.DEFAULT).with(source);

        assertThat(SpecYaml.read(SpecText.of(spec))).isEqualTo(spec);
    }

    @Provide
    Arbitrary<Source> sourcesOfSpecs() {
        return sources().filter(Optional::isPresent).map(Optional::get);
    }

    @Provide
    Arbitrary<MonitorSpec> specs() {
        Arbitrary<String> names =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(s -> !s.isBlank() && !s.contains("="));
        Arbitrary<FeatureSpec> features = Combinators.combine(
                        Arbitraries.of(FeatureKind.class),
                        Arbitraries.of(true, false),
                        Arbitraries.doubles().between(0, 1e6),
                        thresholds())
                .as(FeatureSpec::new);
        return Combinators.combine(
                        names,
                        windows(),
                        judging(),
                        Arbitraries.longs().between(1, 1_000_000),
                        names.list().ofMaxSize(4).uniqueElements(),
                        Arbitraries.integers().between(1, 1_000),
                        thresholds(),
                        Arbitraries.maps(names, features).ofMaxSize(5))
                .as((model, windows, judging, rows, by, number, all, each) -> new MonitorSpec(
                        model,
                        windows,
                        rows,
                        rows / 2,
                        Duration.ofMillis(windows.grace().toMillis() / 3),
                        judging.references(),
                        judging.falseAlarms(),
                        judging.dataset(),
                        judging.multivariate(),
                        new MonitorSpec.Segments(by, number),
                        new MonitorSpec.Episodes(number, 1),
                        all,
                        each,
                        judging.labels(),
                        judging.labels().isPresent() ? judging.performance() : PerformanceLimits.NONE,
                        Optional.empty(),
                        Optional.empty(),
                        judging.routes(),
                        judging.labels().isPresent() ? judging.source() : Optional.empty()));
    }

    private record Judging(
            Set<Reference> references,
            FalseAlarms falseAlarms,
            MonitorSpec.Dataset dataset,
            boolean multivariate,
            Optional<Labels> labels,
            PerformanceLimits performance,
            Optional<List<NotifyRoute>> routes,
            Optional<Source> source) {}

    private static Arbitrary<Optional<Labels>> labels() {
        return Combinators.combine(
                        Arbitraries.longs().between(60_000, 90 * 86_400_000L),
                        Arbitraries.strings()
                                .ofMinLength(1)
                                .ofMaxLength(5)
                                .filter(s -> !s.isBlank())
                                .optional(),
                        Arbitraries.doubles().between(1e-9, 1).ofScale(9))
                .as((waitMs, positive, coverage) -> new Labels(Duration.ofMillis(waitMs), positive, coverage))
                .optional();
    }

    private static Arbitrary<PerformanceLimits> performance() {
        return Arbitraries.maps(Arbitraries.of(Metric.class), Arbitraries.of(true, false))
                .flatMap(chosen -> Arbitraries.doubles()
                        .between(0.01, 1)
                        .list()
                        .ofSize(3)
                        .map(numbers -> new PerformanceLimits(limits(chosen, numbers))));
    }

    /** A limit for each metric, as a value or as a share, so that the two levels stand in the order that its metric asks for. */
    private static Map<Metric, PerformanceLimit> limits(Map<Metric, Boolean> chosen, List<Double> numbers) {
        Map<Metric, PerformanceLimit> limits = new HashMap<>();
        chosen.forEach((metric, first) -> {
            double larger = Math.max(numbers.get(0), numbers.get(1));
            double smaller = Math.min(numbers.get(0), numbers.get(1));
            OptionalDouble none = OptionalDouble.empty();
            boolean both = numbers.get(2) < 0.5;
            limits.put(
                    metric,
                    switch (metric.better()) {
                        case HIGHER ->
                            first
                                    ? new PerformanceLimit.OfBaseline(larger, both ? OptionalDouble.of(smaller) : none)
                                    : new PerformanceLimit.Absolute(larger, both ? OptionalDouble.of(smaller) : none);
                        case LOWER ->
                            first
                                    ? new PerformanceLimit.OfBaseline(
                                            1 + smaller, both ? OptionalDouble.of(1 + larger) : none)
                                    : new PerformanceLimit.Absolute(smaller, both ? OptionalDouble.of(larger) : none);
                        case NEARER_ZERO ->
                            first
                                    ? new PerformanceLimit.Absolute(smaller, both ? OptionalDouble.of(larger) : none)
                                    : PerformanceLimit.OFF;
                    });
        });
        return limits;
    }

    private static Arbitrary<Thresholds> thresholds() {
        Arbitrary<Double> levels = Arbitraries.doubles().between(0, 1e9);
        Arbitrary<Threshold> each = Arbitraries.oneOf(
                levels.map(Threshold.Minor::new),
                Combinators.combine(levels, levels).as((a, b) -> new Threshold.Both(Math.min(a, b), Math.max(a, b))),
                Arbitraries.just(Threshold.OFF));
        return Arbitraries.maps(Arbitraries.of(Thresholds.STATISTICS), each).map(Thresholds::new);
    }

    private static Arbitrary<Windows> windows() {
        return Combinators.combine(
                        Arbitraries.longs().between(1_000, 1_000_000),
                        Arbitraries.integers().between(1, Windows.MOST_PANES),
                        Arbitraries.longs().between(0, 1_000L * Windows.MOST_PANES_IN_GRACE),
                        Arbitraries.longs().between(2, 20).list().ofMaxSize(5).uniqueElements())
                .as((hopMs, panes, graceMs, multiples) -> new Windows(
                        Duration.ofMillis(hopMs * panes),
                        Duration.ofMillis(hopMs),
                        Duration.ofMillis(graceMs),
                        multiples.stream()
                                .map(times -> Duration.ofMillis(times * panes * hopMs))
                                .toList()));
    }

    private static Arbitrary<Judging> judging() {
        return Combinators.combine(
                        Arbitraries.of(Reference.BASELINE, Reference.PREVIOUS_WINDOW)
                                .set()
                                .ofMinSize(1),
                        Arbitraries.integers().between(1, 1_000),
                        Arbitraries.longs().between(3_600_000, 31_622_400_000L),
                        Arbitraries.doubles().between(1e-9, 1).ofScale(9),
                        Arbitraries.of(true, false),
                        labels(),
                        performance(),
                        Combinators.combine(routes(), sources()).as(Map::entry))
                .as((references, count, perMs, share, multivariate, labels, performance, others) -> new Judging(
                        references,
                        new FalseAlarms(count, Duration.ofMillis(perMs)),
                        new MonitorSpec.Dataset(share),
                        multivariate,
                        labels,
                        performance,
                        others.getKey(),
                        others.getValue()));
    }

    private static Arbitrary<Optional<List<NotifyRoute>>> routes() {
        return Combinators.combine(
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .ofMinLength(1)
                                .ofMaxLength(20),
                        Arbitraries.of(Severity.MINOR, Severity.MAJOR),
                        Arbitraries.of(NotifyYaml.KINDS.values()).set().ofMaxSize(3),
                        Arbitraries.of(EpisodeState.class).set(),
                        Arbitraries.of("all", "region=*", "origin").list().ofMaxSize(2))
                .as((channel, severity, kinds, states, names) ->
                        new NotifyRoute(channel, severity, kinds, states, names, names))
                .list()
                .ofMaxSize(3)
                .optional();
    }

    private static Arbitrary<RecordPath> paths() {
        return Arbitraries.strings().ofMaxLength(6).list().ofMaxSize(3).map(RecordPath::new);
    }

    private static Arbitrary<Optional<Source>> sources() {
        Arbitrary<Optional<Source.Quantity>> quantities = Combinators.combine(
                        paths(), Arbitraries.of(Source.Unit.class))
                .as(Source.Quantity::new)
                .optional();
        Arbitrary<Source.Records> records = Combinators.combine(
                        Arbitraries.of("shop.scores", "a"),
                        Arbitraries.of(Source.Format.class),
                        paths(),
                        quantities,
                        Arbitraries.maps(
                                        paths(),
                                        Arbitraries.of("a", "b", "1")
                                                .set()
                                                .ofMinSize(1)
                                                .map(List::copyOf))
                                .ofMaxSize(2))
                .as((topic, format, id, time, where) ->
                        new Source.Records(topic, format, id, time, new TreeMap<>(where)));
        Arbitrary<Source.Version> versions = Arbitraries.oneOf(
                paths().map(Source.Version.At::new), Arbitraries.of("1", "v2").map(Source.Version.Named::new));
        Arbitrary<Source.Answer> answers = Combinators.combine(
                        paths().optional(), paths().optional(), paths().optional(), paths().optional())
                .as(Source.Answer::new);
        Arbitrary<Source.Fields> fields = Combinators.combine(
                        Arbitraries.maps(Arbitraries.of("age", "größe", "a b"), paths())
                                .ofMaxSize(3),
                        paths().optional())
                .as((named, all) -> new Source.Fields(new TreeMap<>(named), all));
        Arbitrary<Source.Predictions> predictions = Combinators.combine(
                        records, versions, answers, fields, fields, quantities)
                .as(Source.Predictions::new);
        Arbitrary<Source.Truths> truths = Combinators.combine(records, paths(), paths().optional())
                .as((from, label, value) -> new Source.Truths(from, Optional.of(label), value));
        return Combinators.combine(predictions, truths.optional())
                .as((first, second) -> new Source(Optional.of(first), second))
                .optional();
    }

    @Test
    void shouldKeepTheRevisionItWasAppliedWith() {
        AppliedSpec foreign = new AppliedSpec(MonitorSpec.defaults("m"), "of-another-version", "", NOW, "");

        assertThat(AppliedSpec.of(foreign.toRecord()).revision()).isEqualTo("of-another-version");
    }

    /** Written with the schema of before these settings existed: the names and types of its fields stand in the file. */
    @Test
    void shouldReadARecordOfTheSchemaBeforeHopsAndLevels() throws IOException {
        Schema before;
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/avro/MonitorSpec-1.avsc"))) {
            before = new Schema.Parser().parse(file);
        }
        GenericRecord written = new GenericRecordBuilder(before)
                .set("model", "flights")
                .set("revision", "0123456789ab")
                .set("windowMs", 7_200_000L)
                .set("thresholds", Map.of("psi", 0.3))
                .set("appliedAt", 1_700_000_000_000L)
                .build();
        io.tidemark.schemas.avro.MonitorSpec record = read(before, written);

        assertThat(AppliedSpec.of(record).spec())
                .isEqualTo(MonitorSpec.defaults("flights")
                        .withTimes(Duration.ofHours(2), Duration.ofMinutes(1))
                        .with(Thresholds.minor(Map.of("psi", 0.3))));
    }

    @Test
    void shouldReadARecordOfTheSchemaBeforeLabels() throws IOException {
        Schema before;
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/avro/MonitorSpec-2.avsc"))) {
            before = new Schema.Parser().parse(file);
        }
        GenericRecord written = new GenericRecordBuilder(before)
                .set("model", "flights")
                .set("revision", "0123456789ab")
                .set("minRows", 300L)
                .set("appliedAt", 1_700_000_000_000L)
                .build();

        assertThat(AppliedSpec.of(read(before, written)).spec())
                .isEqualTo(MonitorSpec.defaults("flights").withMinRows(300));
    }

    /** Through a registry that has both schemas of the subject, and so holds them to be compatible. */
    private static io.tidemark.schemas.avro.MonitorSpec read(Schema before, GenericRecord written) throws IOException {
        try (SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()))) {
            int id = registry.register("monitors-value", before);
            registry.register("monitors-value", io.tidemark.schemas.avro.MonitorSpec.getClassSchema());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(WireFormat.header(id));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(before).write(written, encoder);
            encoder.flush();
            return Objects.requireNonNull(new AvroDeserializer<>(io.tidemark.schemas.avro.MonitorSpec.class, registry)
                    .deserialize("monitors", bytes.toByteArray()));
        }
    }

    @Test
    void shouldTakeLevelsBeforeThresholds() {
        io.tidemark.schemas.avro.MonitorSpec record = changed(r -> r.setThresholds(Map.of("psi", 0.3, "ks", 0.2))
                .setLevels(Map.of(
                        "psi",
                        new ThresholdLevels(0.1, 0.4, false),
                        "hellinger",
                        new ThresholdLevels(0.0, null, true))));

        assertThat(AppliedSpec.of(record).spec().thresholds().byStatistic())
                .containsOnly(
                        entry("psi", new Threshold.Both(0.1, 0.4)),
                        entry("ks", new Threshold.Minor(0.2)),
                        entry("hellinger", Threshold.OFF));
    }

    /** A reader that knows no levels sees where minor drift begins. */
    @Test
    void shouldWriteMinorLevelsForReadersThatKnowNoOthers() {
        MonitorSpec spec = MonitorSpec.defaults("m")
                .with(new Thresholds(Map.of(
                        "psi", new Threshold.Both(0.1, 0.4),
                        "ks", new Threshold.Minor(0.2),
                        "hellinger", Threshold.OFF)));

        assertThat(applied(spec).toRecord().getThresholds()).containsOnly(entry("psi", 0.1), entry("ks", 0.2));
        assertThat(applied(spec).toRecord().getLevels()).containsOnlyKeys("psi", "hellinger");
    }

    @Test
    void shouldRefuseARecordThatNoSpecCouldBe() {
        assertRefused(r -> r.setWindowMs(-5), "window: -5ms is out of range; use 1s to 366d");
        assertRefused(r -> r.setHopMs(-5), "hop: -5ms is out of range; use 1s to 366d");
        assertRefused(r -> r.setHopMs(7_000), "hop: 7s does not divide the window of 1h");
        assertRefused(r -> r.setRollupMs(List.of(1L)), "rollups: 1ms is out of range");
        assertRefused(r -> r.setRollupMs(List.of(5_400_000L)), "rollups: 90m is no multiple of the window of 1h");
        assertRefused(r -> r.setReferences(List.of()), "references: there are none; name one at least");
        assertRefused(
                r -> r.setReferences(List.of("yesterday")),
                "references: there is no reference yesterday; use baseline");
        assertRefused(
                r -> r.setWindowMs(18_000_000).setReferences(List.of("same-time-last-week")),
                "needs a window that divides a week");
        assertRefused(r -> r.setFalseAlarmCount(0), "falseAlarms: 0 is out of range");
        assertRefused(r -> r.setFalseAlarmPerMs(0), "falseAlarms: 0s is out of range; use 1h to 366d");
        assertRefused(r -> r.setDatasetShare(Double.NaN), "dataset.share: NaN is no share");
        assertRefused(r -> r.setSegmentBy(List.of("a=b")), "segments.by: a=b contains =");
        assertRefused(r -> r.setThresholds(Map.of("psi", -1.0)), "thresholds.psi: -1.0 is no threshold");
        assertRefused(
                r -> r.setLevels(Map.of("psi", new ThresholdLevels(0.3, 0.2, false))),
                "thresholds.psi: minor 0.3 is above major 0.2");
        assertRefused(
                r -> r.setLevels(Map.of("psy", new ThresholdLevels(0.3, 0.4, false))),
                "thresholds.psy: no such statistic");
        assertRefused(r -> r.setLabels(new LabelsSpec(1_000L, null, 0.5)), "labels.wait: 1s is out of range; use 1m");
        assertRefused(r -> r.setLabels(new LabelsSpec(60_000L, " ", 0.5)), "labels.positive: is empty");
        assertRefused(r -> r.setLabels(new LabelsSpec(60_000L, null, 1.5)), "labels.coverage: 1.5 is no share");
        assertRefused(
                r -> r.setPerformance(Map.of("accuracy", new PerformanceLevels(0.9, null, true, false))),
                "performance: is judged from labels, and there are none; set labels too");
        assertRefused(
                r -> labeled(r).setPerformance(Map.of("acuracy", new PerformanceLevels(0.9, null, true, false))),
                "performance.acuracy: no such metric; use one of accuracy");
        assertRefused(
                r -> labeled(r).setPerformance(Map.of("mae", new PerformanceLevels(Double.NaN, null, true, false))),
                "performance.mae.minor: NaN is out of range; use 100% to 100000%");
        assertRefused(
                r -> r.setFeatures(List.of(new io.tidemark.schemas.avro.FeatureSpec(
                        "x", FeatureKind.AUTO, false, Double.POSITIVE_INFINITY, Map.of(), Map.of()))),
                "features.importance: Infinity is no importance");
    }

    private static void assertRefused(
            UnaryOperator<io.tidemark.schemas.avro.MonitorSpec.Builder> change, String words) {
        io.tidemark.schemas.avro.MonitorSpec record = changed(change);
        assertThatThrownBy(() -> AppliedSpec.of(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static io.tidemark.schemas.avro.MonitorSpec.Builder labeled(
            io.tidemark.schemas.avro.MonitorSpec.Builder record) {
        return record.setLabels(new LabelsSpec(60_000L, null, 0.5));
    }

    private static io.tidemark.schemas.avro.MonitorSpec changed(
            UnaryOperator<io.tidemark.schemas.avro.MonitorSpec.Builder> change) {
        // A hop that is not named, so that another window has another hop.
        return change.apply(io.tidemark.schemas.avro.MonitorSpec.newBuilder(
                                applied(MonitorSpec.defaults("m")).toRecord())
                        .setHopMs(0))
                .build();
    }

    @Test
    void shouldWriteDurationsAsPeopleDo() {
        for (String text : List.of("0s", "30s", "5m", "1h", "36h", "1d", "2w")) {
            assertThat(DurationText.parse(text).map(DurationText::format)).contains(text);
        }
        assertThat(Map.of("90s", "90s", "120m", "2h", "7d", "1w"))
                .allSatisfy((written, shown) -> assertThat(
                                DurationText.parse(written).map(DurationText::format))
                        .contains(shown));
        assertThat(List.of("", "1", "h", "1.5h", "1h30m", "-1h", "1y", "9999999999s"))
                .allSatisfy(text -> assertThat(DurationText.parse(text)).isEmpty());
    }
}
