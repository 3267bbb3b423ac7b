package dev.likeness.api.http.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AuditReferencesTest {
    private static final PhotoId PHOTO = PhotoId.ofFile(new byte[] {1, 2, 3});
    private static final PhotoId OTHER = PhotoId.ofFile(new byte[] {4, 5, 6});

    @TempDir
    private Path folder;

    private void write(PhotoId photo, String requestId) {
        try (AuditLog audit = new AuditLog(folder, 1 << 20, 1 << 20, 30)) {
            audit.write("ann", "127.0.0.1", "deletePhoto", "demo", Map.of("photo", photo), 202, requestId);
            audit.write("ann", "127.0.0.1", "assignFace", "demo", Map.of("face", new FaceId(photo, 3)), 200, requestId);
        }
    }

    @Test
    void write_photoAndFace_leavesNoIdInAnyFile() throws IOException {
        write(PHOTO, "r1");

        String reference = AuditReferences.in(folder).of(PHOTO);
        String log = Files.readString(folder.resolve("audit.jsonl"));
        assertThat(log)
                .contains("\"photo\":\"" + reference + "\"", "\"face\":\"" + reference + "-3\"")
                .doesNotContain(PHOTO.sha256(), PHOTO.sha256().substring(0, 16));
    }

    @Test
    void find_afterRestart_givesTheLinesOfThePhotoOnly() {
        write(PHOTO, "r1");
        write(OTHER, "r2");
        write(PHOTO, "r3");

        assertThat(AuditLog.find(folder, PHOTO))
                .hasSize(4)
                .allMatch(line -> line.contains("\"r1\"") || line.contains("\"r3\""));
        assertThat(AuditLog.find(folder, PhotoId.ofFile(new byte[0]))).isEmpty();
        assertThat(AuditLog.find(folder.resolve("none"), PHOTO)).isEmpty();
    }

    @Test
    void in_anotherFolder_givesOtherReferences() {
        assertThat(AuditReferences.in(folder.resolve("a")).of(PHOTO))
                .isNotEqualTo(AuditReferences.in(folder.resolve("b")).of(PHOTO));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void in_keyThatOthersMayRead_throws() throws IOException {
        AuditReferences.in(folder);
        Files.setPosixFilePermissions(folder.resolve("audit.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> AuditReferences.in(folder))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("audit.key")
                .hasMessageContaining("0600");
    }

    @Test
    void in_damagedKey_throws() throws IOException {
        AuditReferences.in(folder);
        Files.write(folder.resolve("audit.key"), new byte[5]);

        assertThatThrownBy(() -> AuditReferences.in(folder))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("32 bytes, got: 5");
    }
}
