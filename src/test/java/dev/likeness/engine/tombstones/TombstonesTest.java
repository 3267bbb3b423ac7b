package dev.likeness.engine.tombstones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstonesTest {
    private static final PhotoId PHOTO = new PhotoId("a".repeat(64));

    @TempDir
    private Path folder;

    @Test
    void record_isRecognisedByWhatWasDeletedOnly() throws IOException {
        Tombstones tombstones = new Tombstones(folder);
        tombstones.record("family", List.of(PHOTO), List.of(new FaceId(PHOTO, 0)), List.of(new PersonId(12)));
        tombstones.recordGallery("friends");

        TombstoneLog log = tombstones.log().orElseThrow();

        Tombstone first = log.tombstones().getFirst();
        assertThat(first.gallery()).isEqualTo(log.ofGallery("family")).isNotEqualTo(log.ofGallery("friends"));
        assertThat(first.photos()).containsExactly(log.ofPhoto(PHOTO));
        assertThat(first.faces()).containsExactly(log.ofFace(new FaceId(PHOTO, 0)));
        assertThat(first.people()).containsExactly(12L);
        assertThat(log.tombstones().getLast().whole()).isTrue();
        assertThat(Files.readString(folder.resolve(Tombstones.FILE)))
                .doesNotContain(PHOTO.sha256(), "family", "friends");
    }

    @Test
    void since_anEarlierStateOfTheLog_isWhatCameAfterWhateverTheClockSaid() {
        Tombstones tombstones = new Tombstones(folder);
        tombstones.recordGallery("family");
        TombstoneLog known = tombstones.log().orElseThrow();
        tombstones.recordGallery("friends");
        TombstoneLog now = tombstones.log().orElseThrow();
        Instant future = Instant.now().plusSeconds(1000);

        assertThat(now.since(known, future)).containsExactly(now.tombstones().getLast());
        assertThat(now.since(now, future)).isEmpty();
        assertThat(now.since(null, future)).isEmpty();
        assertThat(now.since(null, Instant.EPOCH)).isEqualTo(now.tombstones());
    }

    @Test
    void record_afterAKilledOne_dropsTheUnfinishedLine() throws IOException {
        Tombstones tombstones = new Tombstones(folder);
        tombstones.recordGallery("family");
        Files.writeString(folder.resolve(Tombstones.FILE), "{\"at\":\"20", StandardOpenOption.APPEND);

        assertThat(tombstones.log().orElseThrow().tombstones()).hasSize(1);
        tombstones.recordGallery("friends");

        assertThat(tombstones.log().orElseThrow().tombstones()).hasSize(2);
    }

    @Test
    void log_thatIsDamaged_isRefused() throws IOException {
        Tombstones tombstones = new Tombstones(folder);
        tombstones.recordGallery("family");
        Path file = folder.resolve(Tombstones.FILE);
        Files.writeString(file, Files.readString(file).replace("\"whole\":true", "\"whole\""));

        assertThatThrownBy(tombstones::log)
                .isInstanceOf(LikenessException.class)
                .hasMessage("the record of what was deleted, .tombstones.jsonl, is damaged in line 2");
    }
}
