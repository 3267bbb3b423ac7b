package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.Shell.Result;
import dev.likeness.engine.exchange.HandMadeGallery;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.PhotoFiles;
import dev.likeness.scoring.HandMadeCalibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `likeness duplicates`, as a shell sees it, on Ada (#1), who is in the gallery twice, the second time as #2.
class DuplicatesCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void enrolAdaTwice() throws IOException {
        Path photo = Files.write(folder.resolve("a.jpg"), PhotoFiles.jpeg(60, 40, 0x303030, 1, null));
        Path copy = Files.copy(photo, folder.resolve("copy.jpg"));
        Path other = Files.write(folder.resolve("b.jpg"), PhotoFiles.jpeg(60, 40, 0x909090, 1, null));
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            PhotoId first = gallery.add(photo, new Box(.25f, .25f, .5f, .5f));
            gallery.add(copy, new Box(.25f, .25f, .5f, .5f));
            PhotoId second = gallery.add(other);
            assertThat(second).isNotEqualTo(first);
            PhotoId third = gallery.add(
                    Files.write(folder.resolve("c.jpg"), PhotoFiles.jpeg(40, 60, 0x203050, 1, null)),
                    new Box(.1f, .1f, .9f, .9f));
            gallery.group("Ada", new FaceId(first, 0));
            gallery.group(null, new FaceId(third, 0));
        }
    }

    @Test
    void accept_mergesThem_andUndoSplitsThem() {
        Result accepted = likeness("duplicates", "--accept", "Ada", "2");

        assertThat(accepted.status()).isZero();
        assertThat(accepted.output()).containsExactly("Merged #2 into Ada (#1) (1 face moved)");
        assertThat(likeness("people", "list").output())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Ada (#1)");
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people", "list").output()).hasSize(3);
    }

    @Test
    void reject_marksThemAsDifferent() {
        assertThat(likeness("duplicates", "--reject", "Ada", "2").output())
                .containsExactly("Marked Ada (#1) and #2 as different people");

        Result accepted = likeness("duplicates", "--accept", "Ada", "2");

        assertThat(accepted.status()).isEqualTo(2);
        assertThat(accepted.errors().getFirst()).contains("Ada (#1) and #2 are different people (event 1, ");
        assertThat(likeness("duplicates", "--reject", "Ada", "2").output()).containsExactly("Changed nothing");
    }

    @Test
    void acceptAndReject_ofOnePairOrStrangers_areTheCallersFault() {
        assertThat(likeness("duplicates", "--accept", "Ada", "2", "--reject", "Ada", "2")
                        .errors())
                .containsExactly(
                        "likeness: people that accepted pairs merge into one must not be rejected as a pair, got: Ada (#1)");
        assertThat(likeness("duplicates", "--accept", "Ada", "Nobody").errors())
                .containsExactly("likeness: gallery test has no person of the name or number Nobody");
        assertThat(likeness("duplicates", "--reject", "Ada", "1").errors())
                .containsExactly("likeness: the two people must differ, got person 1 twice");
    }

    @Test
    void acceptAbove_outsideOfProbabilities_isRefusedByItsName() {
        assertThat(likeness("duplicates", "--accept-above", "2").errors())
                .containsExactly("likeness: --accept-above must be between 0 and 1, got: 2.0");
    }

    @Test
    void acceptAndReject_ofSeveralPairs_areOneEdit() throws IOException {
        addBeaAndCleo();

        Result decided = likeness("duplicates", "--accept", "Ada", "2", "--reject", "Ada", "Bea", "--accept", "3", "4");

        assertThat(decided.output())
                .containsExactly(
                        "Merged #2 into Ada (#1), merged Cleo (#4) into Bea (#3), marked Ada (#1) and Bea (#3) as different people (2 faces moved)");
        assertThat(likeness("people", "list").output()).hasSize(3);
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people", "list").output()).hasSize(5);
    }

    @Test
    void list_asText_sortsPairsByProbabilityAndSaysWhoIsInSeveral() throws IOException {
        addBeaAndCleo();

        List<String> list = calibrated("duplicates").output();

        List<String> headings =
                list.stream().filter(line -> line.matches("\\d+\\. P .*")).toList();
        assertThat(headings)
                .hasSizeGreaterThan(2)
                .isSortedAccordingTo(Comparator.comparing((String line) -> line.split("P |,", 3)[1])
                        .reversed());
        assertThat(list).anySatisfy(line -> assertThat(line).contains(" is also in "));
        assertThat(list).contains("Decided so far: 0 people merged, 0 pairs marked as different");
    }

    @Test
    void list_withExitStatus_tellsOfPairsOfNewPeople() throws IOException {
        assertThat(calibrated("duplicates", "--exit-status").status()).isEqualTo(3);
        assertThat(calibrated("duplicates", "--exit-status", "--new-since", "2").status())
                .isZero();
        addBeaAndCleo();
        assertThat(calibrated("duplicates", "--exit-status", "--new-since", "2").status())
                .isEqualTo(3);
    }

    @Test
    void acceptAbove_mergesWhatNothingSpeaksAgainst_andUndoTakesItBack() throws IOException {
        Result merged = calibrated("duplicates", "--accept-above", "0.9");

        assertThat(merged.output()).hasSize(2).last().isEqualTo("1 group merged, 0 groups left to you, of P ≥ 0.9");
        assertThat(merged.output().getFirst()).matches("Merged #2 into Ada \\(#1\\): P ≥ \\d\\.\\d{4}, 1 face moved");
        assertThat(merged.errors()).anyMatch(line -> line.startsWith("To undo all of it: likeness people undo"));
        assertThat(likeness("people", "list").output()).hasSize(2);
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people", "list").output()).hasSize(3);
        assertThat(calibrated("duplicates", "--accept-above", "0.9", "--accept", "1", "2")
                        .errors())
                .containsExactly("likeness: --accept-above must not be combined with --accept, --reject or --photos");
    }

    @Test
    void acceptAbove_ofPeopleWithDifferentNames_leavesThemToTheUser() throws IOException {
        addBeaAndCleo();

        assertThat(calibrated("duplicates", "--accept-above", "0.9").output())
                .containsExactly(
                        "Left to you: Ada (#1) = #2 = Bea (#3) = Cleo (#4): they have different names",
                        "0 groups merged, 1 group left to you, of P ≥ 0.9");
        assertThat(likeness("people", "list").output()).hasSize(5);
    }

    @Test
    void files_showThePairsAsTheyAre() throws IOException {
        likeness("people", "name", "2", "=SUM(A1), <b>\"Ada\"</b>");
        Path csv = folder.resolve("pairs.csv");
        Path html = folder.resolve("pairs.html");

        Result written = calibrated("duplicates", "--csv", csv.toString(), "--html", html.toString());

        assertThat(written.output()).isEmpty();
        assertThat(written.errors()).contains("Wrote 1 pair to " + csv, "Wrote 1 pair to " + html);
        String[] rows = Files.readString(csv).split("\r\n");
        assertThat(rows).hasSize(2);
        assertThat(rows[0]).startsWith("\uFEFFperson,name,faces,photos,");
        assertThat(rows[1])
                .startsWith("1,Ada,1,1,2,\"'=SUM(A1), <b>\"\"Ada\"\"</b>\",1,1,")
                .contains(folder.resolve("c.jpg").toString());
        assertThat(Files.readString(html))
                .contains("=SUM(A1), &lt;b&gt;&quot;Ada&quot;&lt;/b&gt;", "likeness duplicates --accept 1 2 ")
                .contains("src=\"data:image/jpeg;base64,AQ==\"")
                .doesNotContain("<b>", "<script", "http://", "https://");
        assertThat(calibrated("duplicates", "--accept", "1", "2", "--csv", csv.toString())
                        .errors())
                .containsExactly("likeness: --csv and --html must be combined with a list of people only");
    }

    @Test
    void wallOfPeople_isOnePage() throws IOException {
        Path html = folder.resolve("people.html");

        assertThat(likeness("people", "--html", html.toString()).errors()).containsExactly("Wrote 2 people to " + html);

        assertThat(Files.readString(html))
                .contains("<title>People in test</title>", "<strong>Ada (#1)</strong>", "<strong>#2</strong>");
    }

    /// People 3 and 4, whose faces are much like those of the others.
    private void addBeaAndCleo() throws IOException {
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            for (String name : List.of("Bea", "Cleo")) {
                Path file = folder.resolve(name + ".jpg");
                Files.write(file, PhotoFiles.jpeg(40 + name.length(), 60, 0x203050, 1, null));
                gallery.group(name, new FaceId(gallery.add(file, new Box(.1f, .1f, .9f, .9f)), 0));
            }
        }
    }

    private Result calibrated(String... arguments) throws IOException {
        Path calibration = folder.resolve("calibration.json");
        HandMadeCalibration.of("a".repeat(64), "paper").write(calibration);
        return likeness(Stream.concat(Arrays.stream(arguments), Stream.of("--calibration=" + calibration))
                .toArray(String[]::new));
    }

    @Test
    void photos_listsTheCopyBesideItsOriginal() {
        Result photos = likeness("duplicates", "--photos");

        assertThat(photos.status()).isZero();
        assertThat(photos.output().get(1))
                .startsWith("same-picture")
                .contains(
                        folder.resolve("a.jpg").toString(),
                        folder.resolve("copy.jpg").toString());
        assertThat(photos.output().getLast()).isEqualTo("1 copies among 3 photos");
    }

    @Test
    void rejectOfPhotos_marksThemAsNotCopies_andUndoRemovesTheMark() {
        String one = folder.resolve("a.jpg").toString();
        String other = folder.resolve("b.jpg").toString();

        assertThat(likeness("duplicates", "--photos", "--reject", one, other).output())
                .containsExactly("Marked 2 photos as not copies of each other");
        assertThat(likeness("duplicates", "--photos", "--reject", other, one).output())
                .containsExactly("Changed nothing");
        assertThat(likeness("people", "undo").output())
                .containsExactly("Undid event 1: marked 2 photos as not copies of each other");
        assertThat(likeness("duplicates", "--photos", "--accept", one, other).errors())
                .containsExactly("likeness: --accept must not be combined with --photos: delete copies yourself");
    }

    @Test
    void list_withoutACalibration_saysHowToGetOne() {
        Result list = likeness("duplicates");

        assertThat(list.status()).isEqualTo(2);
        assertThat(list.errors().getFirst()).contains("needs a calibration");
        assertThat(list.errors().getLast()).startsWith("To fit a calibration: likeness calibrate --index ");
    }

    private Result likeness(String... arguments) {
        return Shell.run(Stream.concat(
                        Arrays.stream(arguments), Stream.of("--gallery=test", "--index=" + folder.resolve("index")))
                .toArray(String[]::new));
    }
}
