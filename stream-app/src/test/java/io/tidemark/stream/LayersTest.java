package io.tidemark.stream;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tidemark.stream.state.LiveStore;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.stream");

    @Test
    void shouldDependOnlyDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("event")
                .definedBy("..stream.event..")
                .layer("spec")
                .definedBy("..stream.spec..")
                .layer("state")
                .definedBy("..stream.state..")
                .layer("decode")
                .definedBy("..stream.decode..")
                .layer("control")
                .definedBy("..stream.control..")
                .layer("window")
                .definedBy("..stream.window..")
                .layer("assess")
                .definedBy("..stream.assess..")
                .layer("label")
                .definedBy("..stream.label..")
                .layer("performance")
                .definedBy("..stream.performance..")
                .layer("mapping")
                .definedBy("..stream.mapping..")
                .layer("deadletter")
                .definedBy("..stream.deadletter..")
                .layer("follow")
                .definedBy("..stream.follow..")
                .layer("config")
                .definedBy("..stream.config..")
                .layer("topology")
                .definedBy("..stream.topology..")
                .layer("ingest")
                .definedBy("..stream.ingest..")
                .layer("view")
                .definedBy("..stream.view..")
                .layer("http")
                .definedBy("..stream.http..")
                .layer("notify")
                .definedBy("..stream.notify..")
                .layer("app")
                .definedBy("..stream.app..")
                .whereLayer("event")
                .mayNotAccessAnyLayer()
                .whereLayer("spec")
                .mayOnlyAccessLayers("event")
                .whereLayer("state")
                .mayNotAccessAnyLayer()
                .whereLayer("decode")
                .mayOnlyAccessLayers("event")
                .whereLayer("control")
                .mayOnlyAccessLayers("spec")
                .whereLayer("window")
                .mayOnlyAccessLayers("event", "spec", "state", "control")
                .whereLayer("assess")
                .mayOnlyAccessLayers("event", "spec", "state", "control", "window")
                .whereLayer("label")
                .mayOnlyAccessLayers("event", "spec", "state", "control", "window")
                .whereLayer("performance")
                .mayOnlyAccessLayers("spec", "state", "control", "window", "assess", "label")
                .whereLayer("mapping")
                .mayOnlyAccessLayers("event", "spec")
                .whereLayer("deadletter")
                .mayNotAccessAnyLayer()
                .whereLayer("follow")
                .mayOnlyAccessLayers("spec")
                .whereLayer("config")
                .mayOnlyAccessLayers("window", "label")
                .whereLayer("topology")
                .mayOnlyAccessLayers(
                        "event",
                        "spec",
                        "state",
                        "decode",
                        "control",
                        "window",
                        "assess",
                        "label",
                        "performance",
                        "deadletter",
                        "config")
                .whereLayer("ingest")
                .mayOnlyAccessLayers("spec", "mapping", "deadletter", "follow")
                .whereLayer("view")
                .mayNotAccessAnyLayer()
                .whereLayer("http")
                .mayOnlyAccessLayers("config", "view", "notify")
                .whereLayer("notify")
                .mayOnlyAccessLayers("spec", "follow")
                .whereLayer("app")
                .mayOnlyAccessLayers("window", "mapping", "config", "topology", "ingest", "view", "http", "notify")
                .check(CLASSES);
    }

    /** So a backtest over a file runs the code that judges the stream. */
    @Test
    void shouldDecideWithoutKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..stream.event..",
                        "..stream.spec..",
                        "..stream.control..",
                        "..stream.window..",
                        "..stream.assess..",
                        "..stream.label..",
                        "..stream.performance..",
                        "..stream.mapping..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void shouldTouchTheInternalsOfKafkaStreamsInOneClassOnly() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(LiveStore.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka.streams.state.internals..", "org.apache.kafka.streams.processor.internals..")
                .check(CLASSES);
    }

    @Test
    void shouldKnowTheRegistryClientOnlyThroughItsInterface() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(CLASSES);
    }
}
