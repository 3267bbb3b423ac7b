package dev.likeness.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.calibration.Calibration;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a calibration's file is read again.
class KeptCalibrationsTest {
    private static final String SHA256 = "ab".repeat(32);

    /// A minute from now: by it, files that a test just wrote are old enough to be kept.
    private static final InstantSource LATER = () -> Instant.now().plusSeconds(60);

    @TempDir
    private Path folder;

    private final KeptCalibrations calibrations = new KeptCalibrations(LATER);

    @Test
    void read_ofAFileThatDoesNotChange_parsesItOnce() {
        Path file = write("holiday");

        Calibration first = read(file);

        assertThat(read(file)).isSameAs(first);
    }

    @Test
    void read_ofAFileThatIsReplaced_seesTheNewOne() {
        Path file = write("holiday");
        read(file);

        write("passports");

        assertThat(read(file).fittedOn()).isEqualTo("passports");
    }

    @Test
    void read_ofAFileThatIsReplacedByOneOfItsSizeAndTime_seesTheNewOne() throws IOException {
        Path file = write("holiday");
        read(file);
        FileTime modified = Files.getLastModifiedTime(file);
        Path other = folder.resolve("other.json");
        HandMadeCalibration.of(SHA256, "wedding").write(other);
        Files.setLastModifiedTime(other, modified);

        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
        assertThat(read(file).fittedOn()).isEqualTo("wedding");
    }

    @Test
    void read_ofAFileWrittenInPlaceWithItsSizeAndTime_seesTheNewContent() throws IOException {
        Path file = write("holiday");
        read(file);
        FileTime modified = Files.getLastModifiedTime(file);
        Object changed = Files.getAttribute(file, "unix:ctime");

        do { // until the clock of the file system has gone on
            Files.writeString(
                    file, HandMadeCalibration.of(SHA256, "wedding").toJson(), StandardOpenOption.TRUNCATE_EXISTING);
            Files.setLastModifiedTime(file, modified);
        } while (Files.getAttribute(file, "unix:ctime").equals(changed));

        assertThat(read(file).fittedOn()).isEqualTo("wedding");
    }

    @Test
    void read_ofAFileThatJustChanged_readsItEachTime() {
        KeptCalibrations now = new KeptCalibrations(InstantSource.system());
        Path file = write("holiday");

        Calibration first = now.read(file).orElseThrow();

        assertThat(now.read(file)).hasValueSatisfying(again -> assertThat(again).isNotSameAs(first));
    }

    @Test
    void read_ofAFileThatIsDeleted_isEmpty() throws IOException {
        Path file = write("holiday");
        read(file);

        Files.delete(file);

        assertThat(calibrations.read(file)).isEmpty();
    }

    @Test
    void read_ofAFileThatIsDamaged_failsUntilItIsReplaced() throws IOException {
        Path file = write("holiday");
        read(file);
        Files.writeString(file, "{");

        assertThatThrownBy(() -> calibrations.read(file)).isInstanceOf(LikenessException.class);
        assertThatThrownBy(() -> calibrations.read(file)).isInstanceOf(LikenessException.class);

        write("passports");
        assertThat(read(file).fittedOn()).isEqualTo("passports");
    }

    private Path write(String fittedOn) {
        Path file = folder.resolve("calibration.json");
        HandMadeCalibration.of(SHA256, fittedOn).write(file);
        return file;
    }

    private Calibration read(Path file) {
        return calibrations.read(file).orElseThrow();
    }
}
