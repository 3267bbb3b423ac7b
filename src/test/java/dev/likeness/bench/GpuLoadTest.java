package dev.likeness.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a script that says what the driver's program would.
class GpuLoadTest {
    @TempDir
    private Path folder;

    @Test
    void stop_afterThreeSamples_isTheirMeanAsAShare() throws Exception {
        GpuLoad load = GpuLoad.start(driver("echo 90; echo '[N/A]'; echo 80; echo 100; touch done; exec sleep 60"), 0);
        while (!Files.exists(folder.resolve("done"))) {
            Thread.sleep(10);
        }
        Thread.sleep(100);

        assertThat(load.stop()).hasValue(0.9);
    }

    @Test
    void stop_withoutASample_isNothing() throws Exception {
        assertThat(GpuLoad.start(driver("echo No devices were found"), 0).stop())
                .isEmpty();
    }

    @Test
    void of_aProgramThatIsNotThere_saysWhichMustRun() {
        assertThatThrownBy(() -> GpuLoad.start("/nowhere/nvidia-smi", 0))
                .isInstanceOf(LikenessException.class)
                .hasMessage("to tell how busy the GPU is, /nowhere/nvidia-smi must run");
    }

    private String driver(String script) throws IOException {
        Path program = folder.resolve("nvidia-smi");
        Files.writeString(program, "#!/bin/sh\ncd " + folder + "\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }
}
