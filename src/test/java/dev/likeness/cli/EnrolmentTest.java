package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.cli.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Folders and lists that say whom photos show.
class EnrolmentTest {
    @TempDir
    private Path folder;

    private Path staff;

    @BeforeEach
    void makePhotos() throws IOException {
        staff = Files.createDirectory(folder.resolve("staff"));
        photo("Ann/1.jpg", SquareModels.photo(1, 1));
        photo("Ann/2019/2.jpg", SquareModels.photo(2, 1));
        photo("Ann/nobody.jpg", SquareModels.photo(3));
        photo("Bob/1.jpg", SquareModels.photo(4, 2));
        photo("Bob/both.jpg", SquareModels.photo(5, 1, 2));
    }

    private void photo(String path, byte[] bytes) throws IOException {
        Path file = staff.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private Result likeness(String... arguments) throws IOException {
        List<String> all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--index=" + folder.resolve("index"),
                                "--models=" + SquareModels.in(folder.resolve("models"))))
                .toList();
        return Shell.run(all.toArray(String[]::new));
    }

    private Result ingest(String... arguments) throws IOException {
        return likeness(Stream.concat(
                        Stream.of("ingest"),
                        Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--detector=" + SquareModels.DETECTOR, "--embedder=" + SquareModels.EMBEDDER)))
                .toArray(String[]::new));
    }

    private JsonNode json(String... arguments) throws IOException {
        return JsonMapper.shared().readTree(String.join("", likeness(arguments).output()));
    }

    @Test
    void folders_withoutAPhoto_sayWhatFoldersAreMeant() throws IOException {
        Result result = ingest(Files.createDirectory(folder.resolve("empty")).toString(), "--people-from-folders");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors())
                .anyMatch(line ->
                        line.startsWith("--people-from-folders takes a folder of folders, one for each person"));
    }

    @Test
    void folders_namePeople_reportTheOthersAndChangeNothingTheSecondTime() throws IOException {
        photo("12/x.jpg", SquareModels.photo(6, 3));

        Result first = ingest("--people-from-folders", staff.toString());

        assertThat(first.errors()).noneMatch(line -> line.startsWith("likeness:"));
        assertThat(first.status()).isZero();
        assertThat(first.output())
                .contains(
                        "2 people enrolled (2 new) with 3 new faces; 1 photo without a face, 1 photo with several, 0 conflicts",
                        "  " + staff.resolve("Ann/nobody.jpg") + ": Ann: has no face",
                        "  " + staff.resolve("Bob/both.jpg") + ": Bob: has 2 faces, and none is clearly the largest")
                .anyMatch(line -> line.contains(staff.resolve("12") + ": the name of a folder must not be a number"));
        assertThat(json("people", "history", "--json")).hasSize(1);
        assertThat(json("show", "--json", "" + staff.resolve("Ann/2019/2.jpg"))
                        .at("/faces/0/name")
                        .asString())
                .isEqualTo("Ann");

        Result second = ingest("--people-from-folders", staff.toString());

        assertThat(second.output())
                .anyMatch(line -> line.startsWith("2 people enrolled (0 new) with 0 new faces and 3 from before; "));
        assertThat(json("people", "history", "--json")).hasSize(1);
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people").output()).noneMatch(line -> line.contains("Ann"));
    }

    @Test
    void folders_ofAKnownPerson_areFoundInAnySpellingAndKeepWhatAUserStated() throws IOException {
        ingest(staff.toString());
        likeness("people", "name", "--face", "" + staff.resolve("Bob/1.jpg"), "Ánn");

        Result result = ingest("--people-from-folders", staff.toString());

        assertThat(result.output())
                .contains("  " + staff.resolve("Bob/1.jpg")
                        + ": Bob: its face is Ánn (#%s), as a user stated".formatted(personAt("Bob/1.jpg")))
                .anyMatch(line -> line.startsWith("1 person enrolled (0 new) with 2 new faces; "))
                .anyMatch(line -> line.endsWith(", 1 conflict"));
        assertThat(personAt("Ann/1.jpg")).isEqualTo(personAt("Bob/1.jpg"));
    }

    @Test
    void photos_byPeopleTimeAndNames_areListed() throws IOException {
        photo("Ann/IMG_20190701_183000.jpg", SquareModels.photo(7, 1));
        photo("Ann/IMG_20200701_183000.jpg", SquareModels.photo(8, 1));
        ingest("--people-from-folders", staff.toString());

        assertThat(photosOf("--person", "Ann", "--from", "2019", "--before", "2020-07"))
                .containsExactly("IMG_20190701_183000.jpg");
        assertThat(photosOf("--from", "2020-07-01")).containsExactly("IMG_20200701_183000.jpg");
        assertThat(photosOf("--person", "Bob", "--without", "Ann")).containsExactly("1.jpg");
        assertThat(photosOf("--person", "Bob", "--without", "Ann", "--min-quality", "100"))
                .isEmpty();
        Result table = likeness("photos", "--order=oldest", "--limit=1");
        assertThat(table.output().getLast()).startsWith("2019-07-01T18:30").contains("Ann (#");
        assertThat(table.errors()).contains("1 photo of 7 shown; --limit N shows more");
        assertThat(likeness("photos", "--from", "summer").errors())
                .anyMatch(line ->
                        line.contains("must be a year, month or day such as 2019, 2019-07 or 2019-07-01, got: summer"));
        assertThat(likeness("photos", "--person", "Eve").status()).isEqualTo(2);
    }

    private List<String> photosOf(String... filter) throws IOException {
        String[] command =
                Stream.concat(Stream.of("photos", "--json"), Stream.of(filter)).toArray(String[]::new);
        return json(command)
                .get("photos")
                .valueStream()
                .map(photo -> Path.of(photo.get("paths").get(0).asString())
                        .getFileName()
                        .toString())
                .toList();
    }

    private String personAt(String photo) throws IOException {
        return json("show", "--json", "" + staff.resolve(photo))
                .at("/faces/0/person")
                .asString();
    }

    @Test
    void list_doesTheGoodLinesAndReportsTheBadOnes() throws IOException {
        Path list = Files.writeString(
                staff.resolve("people.csv"),
                "\uFEFFPerson,Photo\r\n\"Lovelace, Ada\",Ann/1.jpg\r\nAda,gone.jpg\r\n5,Bob/1.jpg\r\nBob\r\n\r\nBob,Bob/1.jpg\r\n");

        Result result = ingest("--json", "--people-from", list.toString());

        assertThat(result.status()).isZero();
        JsonNode summary = JsonMapper.shared().readTree(String.join("", result.output()));
        assertThat(summary.get("files").asInt()).isEqualTo(2);
        JsonNode enrolment = summary.get("enrolment");
        assertThat(enrolment.get("newPeople").valueStream().map(JsonNode::asString))
                .containsExactly("Lovelace, Ada", "Bob");
        assertThat(enrolment
                        .get("problems")
                        .valueStream()
                        .map(problem -> problem.get("place").asString()))
                .containsExactly("line 3", "line 4", "line 5");
        assertThat(ingest().errors()).anyMatch(line -> line.contains("Missing required parameter: 'PATH'"));
    }
}
