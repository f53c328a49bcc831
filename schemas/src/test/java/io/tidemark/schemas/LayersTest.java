package io.tidemark.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.schemas");

    /** Its packages are another project's private parts, and may move with its next release. */
    @Test
    void shouldNameTheRelocatedRegistryClientInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.schemas.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink.avro.registry.confluent.shaded..")
                .check(CLASSES);
    }

    @Test
    void shouldDependOnNoOtherModule() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidemark.profile..", "io.tidemark.stream..", "io.tidemark.standalone..")
                .check(CLASSES);
    }
}
