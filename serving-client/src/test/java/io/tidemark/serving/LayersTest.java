package io.tidemark.serving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.serving");

    /** An application that embeds this gets nothing of the monitor. */
    @Test
    void shouldDependOnTheSchemasOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tidemark.profile..",
                        "io.tidemark.stream..",
                        "io.tidemark.retrain..",
                        "io.tidemark.standalone..",
                        "org.apache.kafka.streams..",
                        "org.apache.flink..")
                .check(CLASSES);
    }
}
