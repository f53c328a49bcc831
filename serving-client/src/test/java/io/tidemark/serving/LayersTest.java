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

    @Test
    void shouldAskWithoutKnowingTheRuntime() {
        noClasses()
                .that()
                .resideInAPackage("io.tidemark.serving")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tribuo..", "ml.dmlc..", "io.tidemark.serving.model..")
                .check(CLASSES);
    }

    /** What a model file says is data; Java serialisation would make it code. */
    @Test
    void shouldNotReadJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(java.io.ObjectInputStream.class)
                .check(CLASSES);
    }
}
