package dev.likeness.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedies;
import dev.likeness.face.Remedy;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RemedyTextTest {
    private static final FaceId FACE = new FaceId(new PhotoId("a".repeat(64)), 0);

    @Test
    void everyRemedy_isOneLine() {
        assertThat(Remedies.all())
                .allSatisfy(remedy -> assertThat(RemedyText.of(remedy))
                        .as(remedy.toString())
                        .isNotBlank()
                        .hasLineCount(1));
    }

    @Test
    void commands_nameTheGalleryUnlessItIsTheDefault() {
        assertThat(RemedyText.of(new Remedy.MergePeople("default", List.of(new PersonId(2)), new PersonId(1))))
                .isEqualTo("If they are the same person: likeness people merge 2 --into 1");
        assertThat(RemedyText.of(new Remedy.MergePeople("family", List.of(new PersonId(2)), new PersonId(1))))
                .isEqualTo("If they are the same person: likeness people merge 2 --into 1 --gallery family");
    }

    @Test
    void faces_areQuotedWhereAShellWouldSplitThem() {
        assertThat(RemedyText.of(new Remedy.RetractFace("default", FACE, "/photos/a.jpg#0")))
                .endsWith(": likeness people retract /photos/a.jpg#0");
        assertThat(RemedyText.of(new Remedy.RetractFace("default", FACE, "/photos/Ann's cat.jpg#0")))
                .endsWith(": likeness people retract '/photos/Ann'\\''s cat.jpg#0'");
    }

    @Test
    void missingModel_thatItsMakersOffer_isDownloaded() {
        assertThat(RemedyText.of(new Remedy.InstallModel("yunet", "yunet_n_dynamic.onnx")))
                .endsWith("; to download it: likeness models get yunet");
    }

    @Test
    void everyCommand_isOfTheProgram() {
        assertThat(Remedies.all())
                .extracting(RemedyText::of)
                .allSatisfy(line -> assertThat(
                                line.replaceAll(".*likeness ([a-z]+).*", "$1").toLowerCase(Locale.ROOT))
                        .satisfiesAnyOf(
                                command -> assertThat(command)
                                        .isIn("people", "gallery", "ingest", "calibrate", "keys", "models"),
                                command -> assertThat(line).doesNotContain("likeness ")));
    }
}
