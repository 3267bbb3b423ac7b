package dev.likeness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The package table of `src/docs/architecture.md`, executable: who may import whom, and which library is
/// seen where.
class ArchitectureTest {
    private static final String ROOT = "dev.likeness.";

    /// Package → the packages of ours that it may import.
    private static final Map<String, List<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("face", List.of()),
            Map.entry("image", List.of("face")),
            Map.entry("inference", List.of("face", "image")),
            Map.entry("index", List.of("face")),
            Map.entry("calibration", List.of("face")),
            Map.entry("cluster", List.of("face", "calibration")),
            Map.entry("xmp", List.of("face")),
            Map.entry("extract", List.of("face", "image", "inference")),
            Map.entry("scoring", List.of("face", "index", "calibration")),
            Map.entry(
                    "engine",
                    List.of(
                            "face",
                            "image",
                            "inference",
                            "index",
                            "calibration",
                            "cluster",
                            "xmp",
                            "extract",
                            "scoring",
                            "support")),
            Map.entry(
                    "evaluation",
                    List.of(
                            "face",
                            "image",
                            "inference",
                            "index",
                            "calibration",
                            "cluster",
                            "engine",
                            "extract",
                            "scoring",
                            "support",
                            "training")),
            Map.entry(
                    "bench",
                    List.of(
                            "face",
                            "image",
                            "inference",
                            "index",
                            "calibration",
                            "cluster",
                            "engine",
                            "extract",
                            "scoring",
                            "evaluation",
                            "support",
                            "api")),
            Map.entry("support", List.of("face")),
            Map.entry("onnx", List.of("face")),
            Map.entry("training", List.of("face", "image", "inference", "onnx", "support")),
            Map.entry(
                    "config",
                    List.of(
                            "face",
                            "image",
                            "inference",
                            "index",
                            "calibration",
                            "cluster",
                            "engine",
                            "extract",
                            "scoring",
                            "api")),
            Map.entry("api", List.of("face", "engine", "extract", "scoring", "support")),
            Map.entry(
                    "cli",
                    List.of(
                            "face",
                            "inference",
                            "engine",
                            "extract",
                            "scoring",
                            "evaluation",
                            "bench",
                            "training",
                            "onnx",
                            "config",
                            "api"))));

    /// Library → the only packages of ours that may see it.
    private static final Map<String, List<String>> SEEN_ONLY_IN = new TreeMap<>(Map.ofEntries(
            Map.entry("org.bytedeco.opencv", List.of("image")),
            Map.entry("com.twelvemonkeys", List.of("image")),
            Map.entry("com.drew", List.of("image")),
            Map.entry("com.adobe", List.of("xmp")),
            Map.entry("javax.xml", List.of("xmp")),
            Map.entry("javax.imageio", List.of("image")),
            Map.entry("java.awt", List.of("image")),
            Map.entry("ai.onnxruntime", List.of("inference")),
            Map.entry("org.apache.lucene", List.of("index")),
            Map.entry("smile", List.of("cluster", "calibration")),
            Map.entry("org.bytedeco.pytorch", List.of("training")),
            Map.entry("org.apache.commons.compress", List.of("training")),
            Map.entry("com.google.protobuf", List.of("onnx")),
            Map.entry("io.vertx", List.of("api")),
            Map.entry("io.netty", List.of("api")),
            Map.entry("io.micrometer", List.of("api")),
            Map.entry("io.github.bucket4j", List.of("api")),
            Map.entry("picocli", List.of("cli")),
            Map.entry("me.tongfei", List.of("cli"))));

    /// What pom.xml leaves out of an application that is built without the profile `training`.
    private static final String[] TRAINING_ONLY = {
        ROOT + "training.detector..",
        ROOT + "training.embedder..",
        ROOT + "training.run..",
        ROOT + "training.torch..",
        ROOT + "evaluation.modelcard..",
        ROOT + "cli.train.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.likeness");

    @TestFactory
    List<DynamicTest> everyPackage_importsOnlyWhatTheTableAllows() {
        return MAY_IMPORT.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey() + " may import " + row.getValue(),
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + row.getKey() + "..")
                                .should()
                                .dependOnClassesThat(oursOutside(row.getKey(), row.getValue()))
                                .allowEmptyShould(true)
                                .check(CLASSES)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyLibrary_isSeenOnlyAtHome() {
        return SEEN_ONLY_IN.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey() + " is seen only in " + row.getValue(),
                        () -> noClasses()
                                .that()
                                .resideOutsideOfPackages(row.getValue().stream()
                                        .map(home -> ROOT + home + "..")
                                        .toArray(String[]::new))
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(row.getKey() + "..")
                                .allowEmptyShould(true)
                                .check(CLASSES)))
                .toList();
    }

    @Test
    void trainingOnlyPackages_areSeenOnlyByEachOther() {
        noClasses()
                .that()
                .resideOutsideOfPackages(TRAINING_ONLY)
                .and()
                .doNotHaveFullyQualifiedName("dev.likeness.cli.TrainingCommands")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TRAINING_ONLY)
                .check(CLASSES);
    }

    @Test
    void packages_formNoCycle() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyClass_livesInAPackageOfTheTable() {
        noClasses()
                .should()
                .resideOutsideOfPackages(MAY_IMPORT.keySet().stream()
                        .map(name -> ROOT + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> oursOutside(String home, List<String> allowed) {
        String[] permitted = Arrays.copyOf(allowed.toArray(String[]::new), allowed.size() + 1);
        permitted[allowed.size()] = home;
        return DescribedPredicate.describe(
                "are of Likeness but in none of " + Arrays.toString(permitted),
                type -> type.getPackageName().startsWith(ROOT)
                        && Arrays.stream(permitted)
                                .noneMatch(name -> (type.getPackageName() + ".").startsWith(ROOT + name + ".")));
    }
}
