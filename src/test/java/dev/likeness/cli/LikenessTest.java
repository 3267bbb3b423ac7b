package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.cli.log.LogFormat;
import dev.likeness.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The program as a shell sees it: arguments in, exit status and two streams out.
class LikenessTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    /// What a command left behind.
    record Result(int status, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }

        JsonNode json() {
            return JSON.readTree(output);
        }
    }

    @Test
    void help_ofTheProgram_listsEveryCommandAndTheFirstSteps() {
        Result result = run("--help");

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .contains("Face clustering and gallery search.")
                .contains("ingest", "search", "cluster", "people", "show", "export", "gallery", "models", "bench")
                .contains("likeness ingest ~/Pictures");
        assertThat(result.errors()).isEmpty();
    }

    @Test
    void version_namesRevisionAndEngines() {
        assertThat(run("--version").lines())
                .hasSize(4)
                .satisfies(lines -> assertThat(lines.get(0)).matches("likeness \\S+ \\([0-9a-f]{7,}\\)"))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("Lucene 10."))
                .satisfies(lines -> assertThat(lines.get(2)).matches("ONNX Runtime \\S+ on CPU.*"));
    }

    @Test
    void completion_isAScriptThatKnowsTheCommands() {
        Result result = run("completion");

        assertThat(result.status()).isZero();
        assertThat(result.output()).contains("complete -F _complete_likeness", "ingest", "--min-cosine");
    }

    @Test
    void evaluateVerification_ofReadyFeatures_namesNAndWritesThePage() throws IOException {
        Path features = Files.writeString(folder.resolve("feat.list"), "a 3 4\nb 4 3\nc 4 -3\n");
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), "a b 1\na c 0\n");
        Path page = folder.resolve("report.html");

        Result result = run(
                "evaluate",
                "verification",
                "--json",
                "--features",
                "" + features,
                "--pairs",
                "" + pairs,
                "--html",
                "" + page);

        assertThat(result.status()).isZero();
        assertThat(result.json().get("mated").asInt()).isEqualTo(1);
        assertThat(result.json().get("accuracy").isNull()).isTrue();
        assertThat(result.json()
                        .get("provenance")
                        .get("parameters")
                        .get("protocol")
                        .asString())
                .isEqualTo("single");
        assertThat(page).content().contains("<svg");
    }

    @Test
    void evaluateVerification_missingFeature_namesFileAndLine() throws IOException {
        Path features = Files.writeString(folder.resolve("feat.list"), "a 3 4\nb 4 3\n");
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), "a b 1\na gone 0\n");

        Result result = run("evaluate", "verification", "--features", "" + features, "--pairs", "" + pairs);

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).contains(pairs + ", line 2: an image must have one feature in");
    }

    @Test
    void evaluateVerification_badLines_areNamedOrCounted() throws IOException {
        Path features = Files.writeString(folder.resolve("feat.list"), "a 3 4\nb 4 3 1\nc 4 -3\nd 4 3\n");
        Path pairs = Files.writeString(folder.resolve("pairs.txt"), "a d 1\na c 0\na d maybe\n");
        List<String> command = List.of("evaluate", "verification", "--features=" + features, "--pairs=" + pairs);

        assertThat(run(command.toArray(String[]::new)).errors())
                .contains(pairs + ", line 3: a pair must read `image1 image2 label` with label 0 or 1, got: a d maybe");
        Files.writeString(pairs, "a d 1\na c 0\n");
        assertThat(run(command.toArray(String[]::new)).errors())
                .contains(features + ", line 2: a feature must have 2 numbers like the first, got: 3");
        Files.writeString(pairs, "a d 1\na c 0\na d maybe\n");
        List<String> skipping = new ArrayList<>(command);
        skipping.add("--skip-bad");
        Result skipped = run(skipping.toArray(String[]::new));
        assertThat(skipped.status()).isZero();
        assertThat(skipped.errors()).contains("2 bad inputs skipped:", "line 3: ", "line 2: ");
    }

    @Test
    void evaluate_badPictures_areNamedWithTheirLineOrCounted() throws IOException {
        Path lfw = TestData.require("lfw");
        for (int number = 1; number <= 2; number++) {
            Files.copy(
                    lfw.resolve("Abdullah/Abdullah_000%d.jpg".formatted(number)),
                    folder.resolve("a%d.jpg".formatted(number)));
            Files.copy(
                    lfw.resolve("Aaron_Peirsol/Aaron_Peirsol_000%d.jpg".formatted(number)),
                    folder.resolve("b%d.jpg".formatted(number)));
        }
        Path torn = Files.writeString(folder.resolve("torn.jpg"), "no picture");
        Path pairs = Files.writeString(
                folder.resolve("pairs.txt"),
                "a1.jpg a2.jpg 1\na1.jpg gone.jpg 1\ntorn.jpg b1.jpg 0\na1.jpg b2.jpg 0\n");
        Path labels = Files.writeString(
                folder.resolve("labels.csv"),
                "photo,person\na1.jpg,a\na2.jpg,a\ngone.jpg,a\nb1.jpg,b\nb2.jpg,b\ntorn.jpg,b\n");

        Result missing = likeness("evaluate", "verification", "--images=" + folder, "--pairs=" + pairs);
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.errors())
                .contains(pairs + ", line 2: an image must exist, got: " + folder.resolve("gone.jpg"));
        Result skipped = likeness("evaluate", "verification", "--images=" + folder, "--pairs=" + pairs, "--skip-bad");
        assertThat(skipped.status()).isZero();
        assertThat(skipped.errors()).contains("2 bad inputs skipped:", pairs + ", line 3: " + torn + ": ");
        Result unknown = likeness("evaluate", "templates", "--labels=" + labels);
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.errors()).contains(labels + ", line ", "an image must exist, got: ");
        Path protocol = folder.resolve("protocol");
        Result templates = likeness("evaluate", "templates", "--labels=" + labels, "--skip-bad", "--write=" + protocol);
        assertThat(templates.status()).isZero();
        Result again = likeness(
                "evaluate",
                "templates",
                "--images=" + folder,
                "--metadata=" + protocol.resolve("metadata.txt"),
                "--pairs=" + protocol.resolve("pairs.txt"));
        assertThat(again.output()).isEqualTo(templates.output());
        assertThat(templates.errors()).contains("2 bad inputs skipped:", labels + ", line 7: " + torn + ": ");
    }

    @Test
    void evaluateLandmarks_ofPairsAndLabels_comparesTheDetectorsOnTheSameFaces() throws IOException {
        Path photos = TestData.require("photos");
        List<String> lines = Files.readAllLines(photos.resolve("labels.csv")).subList(1, 7);
        Path labels = Files.writeString(
                folder.resolve("labels.csv"),
                lines.stream()
                        .map(line -> photos.toAbsolutePath() + "/" + line)
                        .collect(Collectors.joining("\n", "photo,person\n", "\n")));
        List<String> names =
                lines.stream().map(line -> line.substring(0, line.indexOf(','))).toList();
        Path pairs = Files.writeString(
                folder.resolve("pairs.txt"), "%1$s %1$s 1\n%1$s %2$s 0\n".formatted(names.get(0), names.get(1)));
        Path page = folder.resolve("landmarks.html");

        Result refused = likeness("evaluate", "landmarks", "--pairs=" + pairs, "--beside=likeness-detect");
        JsonNode report = likeness(
                        "evaluate",
                        "landmarks",
                        "--beside=likeness-detect",
                        "--images=" + photos,
                        "--pairs=" + pairs,
                        "--labels=" + labels,
                        "--html=" + page,
                        "--json")
                .json();

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains("--pairs and --images must be given together, got only --pairs");
        assertThat(report.get("detectors").get(0).get("detector").asString()).isEqualTo("yunet");
        assertThat(report.get("detectors").get(1).get("detector").asString()).isEqualTo("likeness-detect");
        assertThat(report.get("common").asInt()).isBetween(6, 8);
        assertThat(page).content().contains("likeness-detect", "<table");
    }

    @Test
    void unknownOption_isTheCallersFaultInOneLineWithAHint() {
        Result result = run("ingest", "--fast", ".");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors().lines())
                .contains("likeness: Unknown option: '--fast'", "Try: likeness ingest --help");
    }

    @Test
    void wrongCommandLine_withALogInJson_isToldInJson() {
        try {
            Result result = run("ingest", "--log-format", "json", "--jsn", ".");

            assertThat(result.status()).isEqualTo(2);
            assertThat(result.errors().lines())
                    .hasSizeGreaterThan(1)
                    .allSatisfy(line -> assertThat(
                                    JSON.readTree(line).get("message").asString())
                            .isNotBlank());
        } finally {
            LogFormat.use(false);
        }
    }

    @Test
    void galleryThatDoesNotExist_namesTheFolderAndHowToChooseAnother() {
        Result result =
                run(Map.of("HOME", "" + folder), "people", "--index", folder.toString(), "--gallery", "holiday");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors().lines())
                .containsExactly(
                        "likeness: there is no gallery holiday in " + folder + ", nor any other",
                        "To make it from a folder of photos: likeness ingest FOLDER --gallery holiday --index "
                                + folder,
                        "If your galleries are in another folder, name it with --index DIR or LIKENESS_INDEX_DIRECTORY");
    }

    @Test
    void galleryThatDoesNotExist_butOthersInTheUsersOtherFolder_areNamed() throws IOException {
        Files.createDirectories(folder.resolve("home/index/family/generation-1"));
        Map<String, String> environment = Map.of("LIKENESS_HOME", "" + folder.resolve("home"), "HOME", "" + folder);

        Result result =
                run(environment, "people", "--index", folder.resolve("here").toString());

        assertThat(result.errors().lines())
                .contains("There are galleries in another folder: family. To use them: --index "
                        + folder.resolve("home/index"));
        assertThat(run(environment, "people").errors())
                .contains("there is no gallery default in " + folder.resolve("home/index") + ", only: family")
                .doesNotContain("family. To use them");
    }

    @Test
    void ingest_withNothingDownloaded_findsPeopleWithTheModelsOfTheProgram() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.copy(TestData.require("groups/t1.jpg"), photos.resolve("group.jpg"));
        Path nowhere = folder.resolve("nowhere");
        String[] where = {"--index", "" + folder.resolve("index"), "--models", "" + nowhere};

        Result ingested = run(Map.of(), with(where, "ingest", "" + photos));
        Result found = run(Map.of(), with(where, "search", "--json", "" + photos.resolve("group.jpg")));

        assertThat(ingested.status()).isZero();
        assertThat(ingested.output()).contains("1 new photo with 6 faces");
        assertThat(found.json().get("faces"))
                .hasSize(6)
                .allSatisfy(
                        face -> assertThat(face.get("hits").get(0).get("cosine").asDouble())
                                .isGreaterThan(.99));
    }

    @Test
    void ingest_ofAFolderWithoutPhotos_saysWhatIsThereAndMakesNoGallery() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.createFile(photos.resolve("film.mp4"));
        Files.writeString(photos.resolve("torn.jpg"), "no picture");
        Path index = folder.resolve("index");

        String[] where = {"--index", "" + index, "--models", "" + folder.resolve("nowhere"), "--gallery", "family"};

        Result result = run(Map.of(), with(where, "ingest", "" + photos));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.output()).contains("1 file in ", "1 unreadable", "1 video is not read");
        assertThat(result.errors())
                .contains("there must be a photo that can be read to make a gallery, got none in: " + photos);
        assertThat(index.resolve("family")).doesNotExist();
    }

    private static String[] with(String[] options, String... arguments) {
        return Stream.of(arguments, options).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void missingModel_saysWhichFileWhereItLookedAndWhatToDo() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        Result result = run(
                "ingest",
                folder.toString(),
                "--index",
                folder.resolve("index").toString(),
                "--models",
                empty.toString(),
                "--embedder",
                "mobilefacenet-128");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors())
                .contains("mobilefacenet_128d.onnx", empty.toString(), "--models DIR or LIKENESS_MODELS");
    }

    @Test
    void badConfiguration_tellsEveryProblem() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yaml"), "ingest: {workers: -1, speed: high}\n");

        Result result = run("gallery", "list", "--config", file.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors())
                .contains(file + ": ingest.speed: no such key, got: high")
                .contains(file + ": ingest.workers: workers must be between 0 and 256, got: -1");
    }

    @Test
    void wholeJourney_fromPhotosToAPersonWithAName() throws IOException {
        Path photos = TestData.require("photos/album-04");

        Result ingested = likeness("ingest", photos.toString(), "--json");
        assertThat(ingested.status()).isZero();
        JsonNode summary = ingested.json();
        assertThat(summary.get("added").asInt()).isPositive();
        assertThat(summary.get("completed").asBoolean()).isTrue();

        assertThat(likeness("cluster").output()).contains(" people (");
        JsonNode first = likeness("people", "--json").json().get(0);
        String person = first.get("person").asString();
        Result named = likeness("people", "name", person, "Grace Hopper");
        assertThat(named.output()).isEqualToIgnoringNewLines("Named #" + person + " Grace Hopper");
        assertThat(named.errors()).startsWith("To undo: likeness people undo --index ");
        assertThat(likeness("people").lines().get(1)).startsWith("Grace Hopper (#" + person + ")");

        String cover = first.get("coverPath").asString();
        assertThat(likeness("show", cover).output()).contains(cover, "Grace Hopper");
        assertThat(likeness("search", cover, "--people").output()).contains("Grace Hopper");
        JsonNode hit = likeness("search", cover, "-k", "1", "--json")
                .json()
                .get("faces")
                .get(0)
                .get("hits")
                .get(0);
        assertThat(hit.get("cosine").asDouble()).isGreaterThan(0.999);
        assertThat(hit.get("paths").get(0).asString()).isEqualTo(cover);

        List<String> lines = likeness("export", "--vectors").lines();
        assertThat(lines).hasSize(summary.get("faces").asInt());
        JsonNode line = JSON.readTree(lines.getFirst());
        assertThat(line.propertyNames())
                .containsExactly(
                        "face",
                        "photo",
                        "box",
                        "landmarks",
                        "score",
                        "magnitude",
                        "quality",
                        "person",
                        "name",
                        "vector");
        assertThat(line.get("vector").size()).isEqualTo(128);
        assertThat(likeness("gallery", "list").lines()).hasSize(2);

        assertThat(likeness("gallery", "delete").status()).isEqualTo(2);
        assertThat(likeness("gallery", "delete", "--yes").status()).isZero();
        assertThat(likeness("people").status()).isEqualTo(2);
    }

    @Test
    void people_everyEdit_isAppliedRejectedListedAndUndone() {
        Path photos = TestData.require("photos/album-04");
        likeness("ingest", photos.toString());
        likeness("cluster");
        JsonNode people = likeness("people", "--json").json();
        String one = people.get(0).get("person").asString();
        String other = people.get(1).get("person").asString();
        String cover = people.get(0).get("coverPath").asString();
        likeness("people", "name", one, "Ada");

        assertThat(likeness("people", "name", other, "Ada").errors())
                .contains("#" + one + " is Ada already", "likeness people merge " + other + " --into " + one)
                .contains("--same-name");
        assertThat(likeness("people", "confirm", cover, "--as", "Ada").status()).isZero();
        Result refused = likeness("people", "reject", cover, "--as", "Ada");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors())
                .contains(cover + "#0 is not Ada (#" + one + ") (now)")
                .contains(cover + "#0 is Ada (#" + one + ") (event 2, ")
                .contains("likeness people retract " + cover + "#0", "likeness people undo");
        assertThat(likeness("people", "different", one, other).output())
                .startsWith("Marked Ada (#" + one + ") and #" + other + " as different people");
        assertThat(likeness("people", "merge", other, "--into", "Ada").errors())
                .contains("Ada (#" + one + ") and #" + other + " are different people (event 3, ");
        assertThat(likeness("people", "hide", "Ada").status()).isZero();
        assertThat(likeness("people").output()).doesNotContain("Ada");
        assertThat(likeness("people", "--hidden", "--sort", "name").lines().get(1))
                .startsWith("Ada (#" + one + "), hidden");
        assertThat(likeness("search", cover, "--people").output()).doesNotContain("Ada");
        assertThat(likeness("search", cover, "--people", "--hidden").output()).contains("Ada");
        assertThat(likeness("people", "show", "Ada").output()).contains("hidden", cover, "confirmed");

        assertThat(likeness("people", "undo", "--count", "2", "--json").json()).hasSize(2);
        assertThat(likeness("people", "redo").output()).startsWith("Redid event 3: marked Ada");
        assertThat(likeness("people", "merge", other, "--into", "Ada").status()).isEqualTo(2);
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people", "merge", other, "--into", "Ada").status()).isZero();
        assertThat(likeness("people", "history").lines().get(1))
                .contains("command line", "merged #" + other + " into Ada");

        String third =
                likeness("people", "--json").json().get(1).get("coverPath").asString();
        assertThat(likeness("people", "not-a-face", third).status()).isZero();
        assertThat(likeness("show", third).output()).contains("marked as not a face");
        assertThat(likeness("search", third, "-k", "1").output()).doesNotContain(third);
        assertThat(likeness("export").output()).doesNotContain(third);
        assertThat(likeness("people", "not-a-face", "--unmark", third).status()).isZero();
        assertThat(likeness("people", "name", "--face", third, "Eve").status()).isZero();
        assertThat(likeness("show", third).output()).contains("Eve", "assigned by a user");
        assertThat(likeness("people", "move", third, "--to", "Nobody").errors())
                .contains("gallery default has no person of the name or number Nobody");
    }

    @Test
    void people_draw_addsAFaceThatUndoTakesBack() throws IOException {
        Path photos = TestData.require("photos/album-04");
        likeness("ingest", photos.toString());
        String photo =
                likeness("people", "--json").json().get(0).get("coverPath").asString();

        Result drawn = likeness("people", "draw", photo, "--box", "0,0,24,24", "--name", "Eve");

        assertThat(drawn.status()).isZero();
        assertThat(drawn.output()).startsWith("Drew face ").contains(" of Eve (#");
        assertThat(drawn.errors()).contains("To undo: likeness people undo");
        assertThat(likeness("people").output()).contains("Eve");
        assertThat(likeness("people", "draw", photo, "--box", "0,0,24,24").errors())
                .contains("a drawn box must not be around a known face");
        assertThat(likeness("people", "draw", photo, "--box", "0,0,24").errors())
                .contains("--box must be LEFT,TOP,RIGHT,BOTTOM");
        assertThat(likeness("people", "draw", "--help").output()).contains("--box", "--name", "PHOTO");
        assertThat(likeness("people", "undo").output()).startsWith("Undid event 1: drew face");
        assertThat(likeness("people").output()).doesNotContain("Eve");
    }

    @Test
    void search_forAFileThatIsNoPicture_isTheCallersFault() throws IOException {
        likeness("ingest", TestData.require("groups/t1.jpg").toString());
        Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");

        Result result = likeness("search", text.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors().lines()).singleElement().asString().startsWith("likeness: " + text + ": ");
        String photo = TestData.require("groups/t1.jpg").toString();
        assertThat(likeness("verify", photo, text.toString()).errors()).startsWith("likeness: " + text + ": ");
    }

    @Test
    void ingest_underAnotherEmbedderThanTheGallerys_isRefusedWithTheWayOut() {
        likeness("ingest", TestData.require("groups/t1.jpg").toString());

        Result result = likeness("ingest", TestData.require("groups").toString(), "--embedder", "magface-iresnet50");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors())
                .contains("gallery default is under the embedder mobilefacenet-128, got: magface-iresnet50")
                .contains("likeness gallery reembed --gallery default --embedder magface-iresnet50");
    }

    @Test
    void verify_twoPicturesOfOnePerson_answersWithProbabilityPriorAndDecision() {
        String photo = TestData.require("photos/album-01/001508.jpg").toString();

        JsonNode answer = likeness("verify", photo, photo, "--json").json();

        assertThat(answer.get("prior").asDouble()).isEqualTo(.5);
        assertThat(answer.get("probability").asDouble()).isGreaterThan(.99);
        assertThat(answer.get("decision").asString()).isEqualTo("match");
        assertThat(answer.get("calibration").get("source").asString()).isEqualTo("built-in");
        assertThat(likeness("verify", photo, photo, "--operating-point", "bold").errors())
                .contains("--operating-point: calibration.operatingPoint: must be one of cautious, balanced, eager");
    }

    @Test
    void evaluate_clusteringAndSearch_reportOnAnAlbumAndNameBadLabels() throws IOException {
        Path album = TestData.require("photos/album-02");
        Path labels = TestData.require("photos/labels.csv");
        likeness("ingest", album.toString());
        likeness("cluster");
        Path page = folder.resolve("clustering.html");

        Result refused = likeness("evaluate", "clustering", "--labels", labels.toString());
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors()).contains(labels + ", line 2: a labelled photo must be in the gallery");
        JsonNode clustering = likeness(
                        "evaluate",
                        "clustering",
                        "--labels",
                        labels.toString(),
                        "--skip-bad",
                        "--json",
                        "--html",
                        page.toString())
                .json();
        assertThat(clustering.get("faces").asInt()).isEqualTo(95);
        assertThat(clustering.get("bCubedF").asDouble()).isBetween(.5, 1.0);
        assertThat(clustering.get("provenance").get("parameters").get("skipped").asString())
                .isEqualTo("1245");
        assertThat(clustering.get("qualities").get(0).get("falseSplits").asDouble())
                .isBetween(.0, .5);
        assertThat(clustering.get("contradictions").isEmpty()).isTrue();
        assertThat(page).content().startsWith("<!doctype html>").doesNotContain("http://", "https://");
        JsonNode small = likeness(
                        "evaluate",
                        "clustering",
                        "--labels",
                        labels.toString(),
                        "--skip-bad",
                        "--subgalleries",
                        "2",
                        "--seeds",
                        "1",
                        "--json")
                .json();
        assertThat(small.get("each").size()).isEqualTo(2);
        assertThat(small.get("rows").get(0).get("f").asDouble()).isBetween(.5, 1.0);
        assertThat(likeness("cluster", "--algorithm", "chinese-whispers", "--min-cosine", "0.01")
                        .errors())
                .contains("Warning: one person should not hold more than half of all faces, got: ");

        JsonNode search = likeness("evaluate", "search", "--json").json();
        assertThat(search.get("exact").asBoolean()).isTrue();
        assertThat(search.get("recall").get(0).get("recall").asDouble()).isEqualTo(1);
        assertThat(likeness("gallery", "info").output()).contains("calibration    built-in", "quality          0-9");
    }

    @Test
    void evaluateClustering_optionsThatExcludeEachOther_areRefused() {
        assertThat(likeness("evaluate", "clustering", "--labels", "none.csv", "--against", "other")
                        .errors())
                .contains("--against needs --subgalleries, got: --against other");
        assertThat(likeness("evaluate", "clustering", "--labels", "none.csv", "--subgalleries", "2", "--compare")
                        .errors())
                .contains("got: --subgalleries 2 with an option of a comparison of algorithms; leave one out");
    }

    /// Sixty people of LFW with two photos each, in two groups by their place in the alphabet.
    @Test
    void evaluateFairness_ofTwoGroups_reportsTheirRatesAndNamesBadLines() throws IOException {
        Path lfw = TestData.require("lfw");
        List<String> people = new ArrayList<>();
        try (Stream<Path> folders = Files.list(lfw).sorted()) {
            for (Path person : (Iterable<Path>) folders.filter(Files::isDirectory)::iterator) {
                try (Stream<Path> photos = Files.list(person).sorted().limit(2)) {
                    List<Path> two = photos.toList();
                    if (two.size() == 2 && people.size() < 60) {
                        String name = String.valueOf(person.getFileName());
                        people.add(name);
                        Path copy =
                                Files.createDirectories(folder.resolve("photos").resolve(name));
                        for (Path photo : two) {
                            Files.copy(photo, copy.resolve(String.valueOf(photo.getFileName())));
                        }
                    }
                }
            }
        }
        Path photos = folder.resolve("photos");
        List<String> lines = new ArrayList<>(List.of("person,half"));
        people.forEach(person -> lines.add(person + (people.indexOf(person) < 30 ? ",first" : ",second")));
        Path groups = Files.write(folder.resolve("groups.csv"), lines);
        Path page = folder.resolve("fairness.html");

        Result result = likeness(
                "evaluate", "fairness", "--images=" + photos, "--groups=" + groups, "--json", "--html=" + page);

        assertThat(result.errors()).isEmpty();
        JsonNode halves = result.json().at("/groupings/0/groups");
        assertThat(halves.get(0).get("group").asString()).isEqualTo("first");
        for (JsonNode half : halves) {
            assertThat(half.at("/rates/FTE/n").asInt()).isEqualTo(60);
            assertThat(half.at("/rates/FNMR/people").asInt()).isBetween(28, 30);
            assertThat(half.at("/rates/FMR/n").asInt()).isBetween(1_500, 60 * 59 / 2 - 30);
            assertThat(half.at("/rates/FMR/high").asDouble()).isLessThan(.02);
        }
        assertThat(result.json().get("match").asString())
                .isEqualTo("the decision `match` at the operating point balanced (FMR 0.0001), calibration: built-in");
        assertThat(page).content().contains("False match rate across the groups of half");

        Files.write(groups, List.of("Nobody,first"), StandardOpenOption.APPEND);
        Result refused = likeness("evaluate", "fairness", "--images=" + photos, "--groups=" + groups);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.errors())
                .contains(groups + ", line 62: a person must have a photo in " + photos + ", got: Nobody");
        Result skipped = likeness(
                "evaluate",
                "fairness",
                "--images=" + photos,
                "--groups=" + groups,
                "--skip-bad",
                "--fmr=0.01",
                "--photos-per-person=2");
        assertThat(skipped.status()).isZero();
        assertThat(skipped.errors()).contains("1 bad inputs skipped:");
        assertThat(skipped.output())
                .contains("where the FMR of all impostor pairs of these people is at most 0.01", "by half");
        assertThat(likeness(
                                "evaluate",
                                "fairness",
                                "--images=" + photos,
                                "--groups=" + groups,
                                "--fmr=0.01",
                                "--threshold=0.3")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void evaluateFairness_groupsThatSayNothing_areRefusedBeforePhotosAreRead() throws IOException {
        Path labels = Files.writeString(folder.resolve("labels.csv"), "photo,person\na.jpg,Ada\nb.jpg,Bob\n");
        Path groups = Files.writeString(folder.resolve("groups.csv"), "person,sex\nAda,woman\nBob,man\n");

        Result few = likeness("evaluate", "fairness", "--labels=" + labels, "--groups=" + groups);
        assertThat(few.status()).isEqualTo(2);
        assertThat(few.errors())
                .contains(groups
                        + ": at least one group must have 30 people with photos, got at most: 1; label more people");
        Files.writeString(groups, "person,sex\nAda,woman\nBob,woman\n");
        assertThat(likeness("evaluate", "fairness", "--labels=" + labels, "--groups=" + groups)
                        .errors())
                .contains(groups + ": the column sex must hold at least two groups, got only: woman");
        assertThat(likeness("evaluate", "fairness", "--groups=" + groups).errors())
                .contains("there must be --labels, or --images with a folder per person, got neither");
    }

    @Test
    void models_listAndVerify_tellTheStateOfEachFile() {
        Result result = likeness("models", "list");

        assertThat(result.status()).isZero();
        assertThat(result.output())
                .containsPattern("yunet +detector +present ")
                .containsPattern("mobilefacenet-128 +embedder +present ")
                .containsPattern("magface-iresnet100 +embedder +missing ");
        assertThat(likeness("models", "verify").status()).isZero();
    }

    /// A command on the shared models, with its galleries in a folder of the test's.
    private Result likeness(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--index=" + folder.resolve("index"));
        all.add("--models=" + TestData.require("models"));
        return run(all.toArray(String[]::new));
    }

    static Result run(String... arguments) {
        return run(ReferenceModels.ENVIRONMENT, arguments);
    }

    static Result run(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Likeness.run(
                arguments,
                new Console(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        environment,
                        false));
        return new Result(status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }
}
