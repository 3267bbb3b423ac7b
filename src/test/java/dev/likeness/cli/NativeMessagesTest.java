package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What libraries print on their own does not reach the terminal, and what the program says does.
@DisabledOnOs(OS.WINDOWS)
class NativeMessagesTest {
    @TempDir
    private Path folder;

    @Test
    void ingest_ofATornJpeg_printsTheSummaryAndNoLineOfLibjpeg() throws IOException, InterruptedException {
        byte[] photo = SquareModels.photo(1, 1);
        Path photos = Files.createDirectories(folder.resolve("photos"));
        Files.write(photos.resolve("torn.jpg"), Arrays.copyOf(photo, photo.length * 2 / 3));

        Shell.Result result = new ChildCommand(folder).run("ingest", photos.toString());

        assertThat(result.status()).as("%s", result).isZero();
        assertThat(result.output())
                .noneMatch(line -> line.contains("JPEG"))
                .anyMatch(line -> line.startsWith("1 photo was read as far as possible"))
                .anyMatch(line -> line.contains(folder.resolve("index").toString()));
    }
}
