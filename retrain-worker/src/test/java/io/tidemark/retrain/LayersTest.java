package io.tidemark.retrain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.tidemark.retrain");

    @Test
    void shouldDependOnNeitherMonitorNorCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidemark.stream..", "io.tidemark.standalone..")
                .check(CLASSES);
    }

    /** What holds up a tracking server must hold up no job. */
    @Test
    void shouldWorkWithoutKnowingOfTracking() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..retrain.track..", "..retrain.worker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..retrain.track..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("..retrain.track..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..retrain.worker..")
                .check(CLASSES);
    }

    @Test
    void shouldTrainWithoutKafka() {
        noClasses()
                .that()
                .resideInAPackage("..retrain.train..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(CLASSES);
    }

    @Test
    void shouldDecideWithoutKafkaAndWithoutAClock() {
        noClasses()
                .that()
                .resideInAnyPackage("..retrain.policy..", "..retrain.rollout..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }
}
