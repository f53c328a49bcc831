package io.tidemark.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.http");

    @Test
    void shouldKnowNothingOfWhatItIsUsedFor() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tidemark.schemas..",
                        "io.tidemark.stream..",
                        "io.tidemark.retrain..",
                        "io.tidemark.serving..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepAskingAndBeingAskedApart() {
        slices().matching("io.tidemark.http.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }
}
