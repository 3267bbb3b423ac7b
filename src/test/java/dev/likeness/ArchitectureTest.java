package dev.likeness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The package table of `src/docs/architecture.md`, executable: who may import whom, and which library is
/// seen where.
class ArchitectureTest {
    private static final String ROOT = "dev.likeness.";

    /// Package: the packages of ours that it may import; `inference..` stands for a package and all below it.
    private static final Map<String, List<String>> MAY_IMPORT = table("""
            support                 : face
            pickle                  :
            face                    :
            image                   : face image.color image.header image.metadata image.repair
            image.color             :
            image.header            : face image.metadata
            image.metadata          : face
            image.repair            : image.header
            xmp                     : face
            calibration             : face support
            inference               : face image inference.detect inference.embed inference.model inference.runtime
            inference.detect        : face image inference.embed inference.model inference.runtime
            inference.embed         : face image inference.model inference.runtime
            inference.model         : face support
            inference.runtime       : face image inference.model
            onnx                    :
            onnx.checkpoint         : face onnx pickle support
            onnx.download           : face support
            onnx.family             : face onnx.checkpoint onnx.graph
            onnx.graph              : face onnx.checkpoint support
            onnx.importer           : face onnx onnx.checkpoint onnx.family onnx.graph support
            image.content           : face image image.header
            extract                 : face image image.content image.header inference.detect inference.embed \
                                      inference.model
            index                   : face
            index.lucene            : face index index.lucene.check index.lucene.documents index.lucene.people \
                                      index.lucene.search support
            index.lucene.check      : face index index.lucene.documents index.lucene.people
            index.lucene.documents  : face index
            index.lucene.people     : face index index.lucene.documents
            index.lucene.search     : face index index.lucene.documents
            scoring                 : calibration face index
            cluster                 : face
            cluster.algorithms      : calibration cluster cluster.corefirst face
            cluster.corefirst       : calibration cluster face
            engine                  : calibration cluster cluster.algorithms engine.backup engine.clustering \
                                      engine.contents \
                                      engine.duplicates engine.exchange engine.ingest engine.people engine.review \
                                      engine.search engine.tombstones extract face image index index.lucene \
                                      inference.. scoring support
            engine.backup           : engine.backup.encryption engine.contents engine.tombstones face index \
                                      index.lucene support
            engine.backup.encryption : face support
            engine.clustering       : cluster face index
            engine.contents         : engine.people engine.relations engine.tombstones extract face image image.content image.metadata \
                                      index scoring support
            engine.duplicates       : calibration engine.contents engine.people face image index index.lucene.search scoring
            engine.exchange         : engine.people face image image.content image.header index scoring support xmp
            engine.ingest           : engine.clustering engine.contents engine.duplicates \
                                      engine.ingest.walk extract face image \
                                      image.content image.header image.metadata index \
                                      inference.embed support
            engine.ingest.walk      : face image.header image.metadata support
            engine.people           : engine.relations face index scoring
            engine.relations        : cluster face index
            engine.review           : engine.people face index index.lucene.search scoring
            engine.search           : calibration extract face image index scoring
            engine.tombstones       : face support
            training                :
            training.data           : face image image.header inference.embed support
            training.detector       : face image inference.. onnx.. support training.data training.run training.torch
            training.embedder       : face image inference.. onnx.. support training.data training.run training.torch
            training.run            : face inference.runtime onnx onnx.graph support training.torch
            training.torch          : face image inference.runtime onnx.checkpoint
            evaluation              :
            evaluation.calibration  : calibration evaluation.data evaluation.report evaluation.verification face
            evaluation.clustering   : calibration cluster.. engine evaluation.data evaluation.report extract face \
                                      index
            evaluation.data         : engine extract face image image.content index inference.. pickle support
            evaluation.detection    : calibration engine evaluation.clustering evaluation.data evaluation.report \
                                      evaluation.verification extract face image image.content inference.. support
            evaluation.duplicates   : calibration engine.. evaluation.data evaluation.report extract face image \
                                      image.header index \
                                      support
            evaluation.fairness     : calibration engine evaluation.data evaluation.report evaluation.verification face \
                                      scoring
            evaluation.modelcard    : evaluation.report onnx.graph training..
            evaluation.quality      : evaluation.data evaluation.report evaluation.verification face image \
                                      inference.embed
            evaluation.report       : face
            evaluation.search       : engine evaluation.data evaluation.report evaluation.verification extract face \
                                      image index
            evaluation.verification : calibration evaluation.data evaluation.report face
            bench                   : api.. calibration cluster engine.. evaluation.clustering evaluation.data \
                                      evaluation.report extract face image image.header index.. \
                                      inference.detect inference.runtime scoring support
            bench.scale             : bench calibration cluster engine engine.clustering engine.duplicates engine.people \
                                      evaluation.clustering evaluation.report face index index.lucene support
            bench.crash             : bench.soak engine engine.people face image index inference.model inference.runtime \
                                      support
            bench.soak              : evaluation.report face image image.content support
            config                  : api.http api.trace api.webhook cluster engine engine.backup engine.ingest face image index \
                                      inference.detect inference.runtime scoring support
            api                     : api.auth api.http api.http.audit api.jobs api.problem api.retry api.trace api.webhook engine.. \
                                      extract face index support
            api.auth                : api.problem face support
            api.compat              : api api.auth api.http api.jobs engine engine.contents engine.people extract face image
            api.compreface          : api api.auth api.compat api.http api.http.body api.jobs api.problem engine.. \
                                      extract face scoring
            api.deepstack           : api api.auth api.compat api.http api.http.body api.jobs api.problem engine.. \
                                      extract face
            api.http                : api.auth api.http.audit api.http.body api.problem api.proxy api.trace face support
            api.http.audit          : api.problem face support
            api.http.body           : api.problem
            api.jobs                : api.auth api.http api.problem face
            api.problem             : face
            api.proxy               : api.problem face
            api.rekognition         : api api.auth api.compat api.http api.jobs api.problem api.retry engine.. extract \
                                      face index scoring
            api.retry               : api.http face support
            api.trace               : face support
            api.v1                  : api api.auth api.http api.http.body api.jobs api.problem api.proxy \
                                      api.v1.live api.v1.request api.v1.upload engine.. extract face index
            api.v1.live             : api api.auth api.http api.jobs api.problem engine engine.contents face image \
                                      image.header support
            api.v1.request          : api api.http api.http.body api.jobs api.problem engine engine.contents engine.people \
                                      engine.search extract face scoring
            api.v1.upload           : api api.auth api.http api.http.body api.jobs api.problem api.retry api.v1.request \
                                      engine engine.contents engine.people extract face
            api.web                 : api api.http api.problem face
            api.webhook             : face support
            cli                     : cli.. face
            cli.bench               : bench bench.crash bench.scale bench.soak cli.options cli.terminal config engine evaluation.clustering \
                                      evaluation.data evaluation.report extract face support
            cli.doctor              : cli.options cli.terminal config engine face image
            cli.evaluate            : cli.options cli.terminal config engine evaluation.. face image inference.. support \
                                      training.data
            cli.exchange            : cli.options cli.terminal engine engine.exchange face
            cli.file                : face support
            cli.gallery             : cli.file cli.options cli.people cli.people.edit cli.terminal engine.. extract face index scoring \
                                      support
            cli.log                 :
            cli.models              : cli.options cli.terminal config engine face inference.. onnx.. scoring \
                                      support
            cli.options             : cli.log cli.terminal config engine face support
            cli.people              : cli.exchange cli.file cli.options cli.people.edit cli.terminal engine engine.contents \
                                      engine.people engine.relations face
            cli.people.edit         : cli.options cli.terminal engine engine.contents engine.people face
            cli.serve               : api.. cli.options cli.terminal config engine engine.clustering engine.ingest \
                                      engine.ingest.walk face support
            cli.terminal            : cli.log face inference onnx.download scoring
            cli.train               : cli.evaluate cli.options cli.terminal config engine evaluation.. inference.. \
                                      support training..
            """);

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
            Map.entry("org.apache.lucene", List.of("index.lucene")),
            Map.entry("smile", List.of("cluster")),
            Map.entry("org.ejml", List.of("calibration", "training.embedder")),
            Map.entry("com.google.crypto.tink", List.of("engine.backup.encryption")),
            Map.entry("org.bouncycastle", List.of("engine.backup.encryption")),
            Map.entry("org.HdrHistogram", List.of("evaluation.report")),
            Map.entry("org.bytedeco.pytorch", List.of("training")),
            Map.entry("org.apache.commons.compress", List.of("training")),
            Map.entry("com.google.protobuf", List.of("onnx")),
            Map.entry("io.vertx", List.of("api")),
            Map.entry("io.netty", List.of("api")),
            Map.entry("io.micrometer", List.of("api")),
            Map.entry("io.opentelemetry", List.of("api.trace")),
            Map.entry("io.github.bucket4j", List.of("api")),
            Map.entry("ch.qos.logback", List.of("api.http", "cli.log")),
            Map.entry("com.github.benmanes.caffeine", List.of("api")),
            Map.entry("io.methvin", List.of("cli.gallery")),
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

    private static final Set<String> READING =
            Set.of("readAllBytes", "readString", "readAllLines", "lines", "newInputStream", "newBufferedReader");

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
                                .resideInAPackage(ROOT + row.getKey())
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
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyClass_livesInAPackageOfTheTable() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        MAY_IMPORT.keySet().stream().map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    /// What users name may be a pipe or a device, which [dev.likeness.support.RegularFile] never opens.
    @Test
    void filesOfUsers_areReadOnlyAsRegularFiles() {
        noClasses()
                .that()
                .resideInAnyPackage(Stream.of(
                                "api.auth..",
                                "calibration..",
                                "cli..",
                                "config..",
                                "engine..",
                                "evaluation..",
                                "index..",
                                "inference.model..",
                                "onnx..",
                                "training..")
                        .map(name -> ROOT + name)
                        .toArray(String[]::new))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "reads a file whatever it is",
                        call -> call.getTargetOwner().isEquivalentTo(Files.class) && READING.contains(call.getName())))
                .check(CLASSES);
    }

    /// The wall clock may be set back, and then a bucket of it would not be filled until it is where it was.
    @Test
    void limitsOfRates_useTheClockThatNobodySets() {
        assertThat(CLASSES.stream()
                        .filter(type -> calls(type, "build"))
                        .filter(type -> !calls(type, "withNanosecondPrecision")))
                .isEmpty();
    }

    private static boolean calls(JavaClass type, String method) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getName().startsWith("io.github.bucket4j.local.")
                        && call.getName().equals(method));
    }

    private static Map<String, List<String>> table(String rows) {
        Map<String, List<String>> table = new TreeMap<>();
        rows.lines().forEach(row -> {
            String[] sides = row.split(":", 2);
            table.put(
                    sides[0].strip(),
                    Arrays.stream(sides[1].strip().split("\\s+"))
                            .filter(word -> !word.isEmpty())
                            .toList());
        });
        return table;
    }

    private static DescribedPredicate<JavaClass> oursOutside(String home, List<String> allowed) {
        return DescribedPredicate.describe(
                "are of Likeness but in none of " + allowed,
                type -> type.getPackageName().startsWith(ROOT)
                        && !type.getPackageName().equals(ROOT + home)
                        && allowed.stream().noneMatch(name -> includes(name, type.getPackageName())));
    }

    private static boolean includes(String allowed, String name) {
        return allowed.endsWith("..")
                ? (name + ".").startsWith(ROOT + allowed.substring(0, allowed.length() - 1))
                : name.equals(ROOT + allowed);
    }
}
