package dev.likeness.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.support.AtomicFile;
import dev.likeness.support.DurableFolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk of these tests loses what a disk may lose, and keeps what it must.
class DiskTest {
    private final Path folder;
    private final Disk disk;
    private final Path top;

    DiskTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("old"), "old");
        disk = new Disk(own);
        top = new FaultyFileSystem(disk).wrap(disk.root());
    }

    private Path after(Fault end) throws IOException {
        Path left = folder.resolve("left");
        disk.writeTo(left, end, new Random(1));
        return left;
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }

    @Test
    void write_withoutSync_isLostByAPowerCutOnly() throws IOException {
        Files.writeString(top.resolve("new"), "new");

        assertThat(top.resolve("new")).hasContent("new");
        assertThat(after(Fault.POWER_CUT).resolve("new")).doesNotExist();
    }

    @Test
    void write_withoutSync_survivesAKill() throws IOException {
        Files.writeString(top.resolve("new"), "new");

        assertThat(after(Fault.KILL).resolve("new")).hasContent("new");
    }

    @Test
    void entry_withSyncOfTheFolderOnly_hasAnEmptyFile() throws IOException {
        Files.writeString(top.resolve("new"), "new");
        sync(top, StandardOpenOption.READ);

        assertThat(after(Fault.POWER_CUT).resolve("new")).isEmptyFile();
    }

    @Test
    void atomicFile_survivesAPowerCut() throws IOException {
        AtomicFile.write(top.resolve("old"), new byte[] {1, 2});

        assertThat(after(Fault.POWER_CUT).resolve("old")).hasBinaryContent(new byte[] {1, 2});
    }

    @Test
    void deletion_withoutSync_isUndoneByAPowerCut() throws IOException {
        Files.delete(top.resolve("old"));

        assertThat(top.resolve("old")).doesNotExist();
        assertThat(after(Fault.POWER_CUT).resolve("old")).hasContent("old");
    }

    @Test
    void folders_createdDurably_surviveAPowerCut() throws IOException {
        DurableFolders.create(top.resolve("a").resolve("b"));
        Files.createDirectories(top.resolve("c").resolve("d"));
        AtomicFile.write(top.resolve("a").resolve("b").resolve("file"), new byte[] {1});
        AtomicFile.write(top.resolve("c").resolve("d").resolve("file"), new byte[] {1});

        Path left = after(Fault.POWER_CUT);

        assertThat(left.resolve("a").resolve("b").resolve("file")).exists();
        assertThat(left.resolve("c")).doesNotExist();
    }

    @Test
    void syncAll_keepsEveryFile() throws IOException {
        Files.createDirectories(top.resolve("c").resolve("d"));
        Files.writeString(top.resolve("c").resolve("d").resolve("file"), "new");
        DurableFolders.syncAll(top);

        assertThat(after(Fault.POWER_CUT).resolve("c").resolve("d").resolve("file"))
                .hasContent("new");
    }

    @Test
    void full_refusesUntilSpaceIsFreed() throws IOException {
        disk.arm(Fault.FULL, 1);

        assertThatThrownBy(() -> Files.writeString(top.resolve("new"), "new"))
                .hasMessageContaining("No space left on device");
        assertThatThrownBy(() -> Files.writeString(top.resolve("other"), "new"))
                .hasMessageContaining("No space left on device");
        disk.heal();
        Files.writeString(top.resolve("other"), "new");
        assertThat(top.resolve("other")).hasContent("new");
    }

    @Test
    void sync_thatFailed_isNotMadeGoodByTheNext() throws IOException {
        Files.writeString(top.resolve("old"), "new");
        disk.arm(Fault.IO_ERROR, 0);
        assertThatThrownBy(() -> sync(top.resolve("old"), StandardOpenOption.WRITE))
                .hasMessageContaining("Input/output error");
        sync(top.resolve("old"), StandardOpenOption.WRITE);

        assertThat(after(Fault.POWER_CUT).resolve("old")).hasContent("old");
    }

    @Test
    void kill_endsEverything() throws IOException {
        disk.arm(Fault.KILL, 0);

        assertThatThrownBy(() -> Files.writeString(top.resolve("new"), "new")).hasMessage("the power is off");
        assertThatThrownBy(() -> Files.readString(top.resolve("old"))).hasMessage("the power is off");
        assertThat(disk.isDown()).isTrue();
    }
}
