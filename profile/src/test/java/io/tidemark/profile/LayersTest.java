package io.tidemark.profile;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.profile");

    @Test
    void shouldDependOnlyDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("format")
                .definedBy("..profile.format..")
                .layer("stats")
                .definedBy("..profile.stats..")
                .layer("binning")
                .definedBy("..profile.binning..")
                .layer("sketch")
                .definedBy("..profile.sketch..")
                .layer("baseline")
                .definedBy("..profile.baseline..")
                .layer("performance")
                .definedBy("..profile.performance..")
                .layer("compare")
                .definedBy("..profile.compare..")
                .layer("decision")
                .definedBy("..profile.decision..")
                .layer("embedding")
                .definedBy("..profile.embedding..")
                .layer("csv")
                .definedBy("..profile.csv..")
                .whereLayer("format")
                .mayNotAccessAnyLayer()
                .whereLayer("stats")
                .mayNotAccessAnyLayer()
                .whereLayer("binning")
                .mayOnlyAccessLayers("format", "stats")
                .whereLayer("sketch")
                .mayOnlyAccessLayers("format", "stats", "binning")
                .whereLayer("baseline")
                .mayOnlyAccessLayers("format", "stats", "binning", "sketch", "performance")
                .whereLayer("performance")
                .mayOnlyAccessLayers("format", "stats", "sketch")
                .whereLayer("compare")
                .mayOnlyAccessLayers("stats", "binning", "sketch", "baseline")
                .whereLayer("decision")
                .mayOnlyAccessLayers("format", "stats", "sketch", "baseline", "compare", "performance")
                .whereLayer("embedding")
                .mayNotAccessAnyLayer()
                .whereLayer("csv")
                .mayOnlyAccessLayers("sketch", "baseline")
                .check(CLASSES);
        slices().matching("io.tidemark.profile.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldKnowNoKafkaNoOtherModuleAndNoFilesButCsv() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..", "org.apache.avro..", "io.tidemark.schemas..", "io.tidemark.stream..")
                .check(CLASSES);
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage("..profile.csv..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "org.apache.commons.csv..")
                .check(CLASSES);
    }
}
