package dev.likeness.cli.doctor;

import static dev.likeness.cli.doctor.Finding.State.NOTE;
import static dev.likeness.cli.doctor.Finding.State.OK;
import static dev.likeness.cli.doctor.Finding.State.PROBLEM;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.RemedyText;
import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.config.Configuration;
import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.engine.GalleryList;
import dev.likeness.engine.Readiness;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.image.DecoderProgram;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks at one thing after another; a failure of one does not keep the next from being looked at.
final class Examination {
    private static final long MEBIBYTE = 1L << 20;

    /// Below this, an ingest may fill the disk.
    private static final long LITTLE_SPACE = 1L << 30;

    /// A server with as many clients as it allows opens more.
    private static final long FEW_FILES = 1024;

    private final GlobalOptions global;
    private final List<Finding> findings = new ArrayList<>();

    Examination(GlobalOptions global) {
        this.global = global;
    }

    List<Finding> findings() {
        add(OK, "program", String.join(", ", new VersionProvider().getVersion()));
        lookAtSystem();
        lookAtTemporaryFolder();
        lookAtDecoders();
        try {
            Configuration configuration = global.configuration(Map.of());
            Path file = global.configurationFile().toAbsolutePath();
            add(OK, "configuration", Files.exists(file) ? file.toString() : "the defaults; there is no " + file);
            lookAtFolder(
                    "galleries", configuration.indexDirectory().toAbsolutePath().normalize());
            lookAtEngine(configuration);
        } catch (LikenessException e) {
            addFailure("configuration", e);
        }
        return List.copyOf(findings);
    }

    private void lookAtSystem() {
        add(
                OK,
                "system",
                "%s %s on %s, %d processors"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors()));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        add(
                OK,
                "memory",
                "%,d MiB, at most %,d of them for Java's heap (LIKENESS_JAVA_OPTIONS=-Xmx…)"
                        .formatted(
                                system.getTotalMemorySize() / MEBIBYTE,
                                Runtime.getRuntime().maxMemory() / MEBIBYTE));
        if (system instanceof UnixOperatingSystemMXBean unix) {
            long limit = unix.getMaxFileDescriptorCount();
            add(
                    limit < FEW_FILES ? NOTE : OK,
                    "open files",
                    "at most %,d".formatted(limit)
                            + (limit < FEW_FILES ? "; a server needs more: ulimit -n 4096" : ""));
        }
        String names = System.getProperty("sun.jnu.encoding", "");
        if (!names.equals("UTF-8")) {
            add(PROBLEM, "file names", "are read as %s; set LC_ALL=C.UTF-8".formatted(names));
        }
    }

    private void lookAtTemporaryFolder() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        add(
                Files.isWritable(folder) ? OK : PROBLEM,
                "temporary files",
                folder + (Files.isWritable(folder) ? "" : " cannot be written"));
    }

    private void lookAtDecoders() {
        for (DecoderProgram decoder : DecoderProgram.all()) {
            add(
                    decoder.program() == null ? NOTE : OK,
                    decoder.formats(),
                    decoder.program() == null ? "not read without " + decoder.remedy() : decoder.program() + "");
        }
    }

    private void lookAtFolder(String subject, Path folder) {
        Path existing = folder;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        if (!Files.isDirectory(existing)) {
            add(PROBLEM, subject, "%s is no folder".formatted(existing));
            return;
        }
        if (!Files.isWritable(existing)) {
            add(PROBLEM, subject, "%s: %s cannot be written".formatted(folder, existing));
            return;
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            add(
                    free < LITTLE_SPACE ? NOTE : OK,
                    subject,
                    "%s%s, %,d MiB free"
                            .formatted(folder, existing.equals(folder) ? "" : " (not made yet)", free / MEBIBYTE));
        } catch (IOException e) {
            add(PROBLEM, subject, "%s: its free space cannot be read: %s".formatted(folder, e.getMessage()));
        }
    }

    private void lookAtEngine(Configuration configuration) {
        try (Engine engine = Engine.open(configuration.engine(), warning -> add(NOTE, "warning", warning))) {
            for (Readiness.Model model : engine.models().readiness().models()) {
                boolean usable =
                        model.state().equals("present") || model.state().equals("built-in");
                add(
                        usable ? OK : PROBLEM,
                        model.role(),
                        model.id() + ", " + model.state() + (usable ? "" : ": likeness models list says more"));
            }
            add(OK, "device", engine.models().deviceName());
            lookAtGalleries(engine.galleries().list());
        } catch (LikenessException e) {
            addFailure("engine", e);
        }
    }

    private void lookAtGalleries(GalleryList galleries) {
        for (GalleryDetails gallery : galleries.galleries()) {
            add(
                    OK,
                    "gallery " + gallery.name(),
                    "%,d photos, %,d faces, %,d people, %,d MiB, %s; %s"
                            .formatted(
                                    gallery.photos(),
                                    gallery.faces(),
                                    gallery.people(),
                                    gallery.bytes() / MEBIBYTE,
                                    gallery.embedder(),
                                    gallery.lastBackup() == null
                                            ? "no backup in a folder of backups"
                                            : "last backup " + gallery.lastBackup()));
        }
        for (GalleryList.Damaged gallery : galleries.damaged()) {
            addFailure("gallery " + gallery.name(), gallery.failure());
        }
        if (galleries.galleries().isEmpty() && galleries.damaged().isEmpty()) {
            add(NOTE, "gallery", "none yet: likeness ingest FOLDER makes one");
        }
    }

    private void add(Finding.State state, String subject, String text) {
        findings.add(new Finding(subject, state, text));
    }

    private void addFailure(String subject, LikenessException failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Remedy remedy : failure.facts().remedies()) {
            text.append("; ").append(RemedyText.of(remedy, global.sameIndex()));
        }
        add(PROBLEM, subject, text.toString());
    }
}
