package dev.likeness.api.v1.live;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v1/folders`: the folders of the server from which photos may be added.
public final class FoldersResource {
    private static final int MAX_FOLDERS = 1000;

    private final Backend backend;

    public FoldersResource(Backend backend) {
        this.backend = backend;
    }

    public void mount(Routes routes) {
        // Whoever may not add photos needs no names of folders.
        routes.query("path").get("/v1/folders", "listFolders", Scope.WRITE, this::list);
    }

    /// A folder.
    ///
    /// @param folders folders directly in it
    /// @param photos files directly in it whose names say that they are images
    record Folder(String path, String name, int folders, int photos) {}

    /// What a folder contains.
    ///
    /// @param path null for the list of all photo roots
    /// @param parent null for a photo root
    /// @param photos files directly in it whose names say that they are images
    record Listing(@Nullable String path, @Nullable String parent, int photos, List<Folder> folders) {}

    private Reply list(Call call) {
        List<Path> roots = backend.roots().folders();
        String wanted = call.query("path").orElse("");
        if (wanted.isEmpty()) {
            return Reply.ok(new Listing(
                    null,
                    null,
                    0,
                    roots.stream().filter(Files::isDirectory).map(this::count).toList()));
        }
        Path folder = backend.roots().resolve(wanted);
        if (!Files.isDirectory(folder)) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "path must be of a folder");
        }
        Contents contents = contents(folder);
        Path parent = folder.getParent();
        return Reply.ok(new Listing(
                UndecodablePath.text(folder),
                roots.contains(folder) || parent == null ? null : UndecodablePath.text(parent),
                contents.photos(),
                contents.folders().stream()
                        .sorted(Comparator.comparing(one -> name(one).toLowerCase(java.util.Locale.ROOT)))
                        .limit(MAX_FOLDERS)
                        .map(this::count)
                        .toList()));
    }

    private Folder count(Path folder) {
        Contents contents = contents(folder);
        return new Folder(
                UndecodablePath.text(folder), name(folder), contents.folders().size(), contents.photos());
    }

    private record Contents(List<Path> folders, int photos) {}

    private Contents contents(Path folder) {
        List<Path> folders = new ArrayList<>();
        int photos = 0;
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (name(entry).startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    if (isBelowARoot(entry)) {
                        folders.add(entry);
                    }
                } else if (ImageFormat.hasImageExtension(entry)) {
                    photos++;
                }
            }
        } catch (IOException | java.io.UncheckedIOException _) {
            // A folder that may not be read counts as empty; ingest reports it with the reason.
            return new Contents(List.of(), 0);
        }
        return new Contents(folders, photos);
    }

    /// A symbolic link may lead out of the photo roots.
    private boolean isBelowARoot(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return backend.roots().folders().stream().anyMatch(real::startsWith);
    }

    private static String name(Path path) {
        Path last = path.getFileName();
        return UndecodablePath.text(last == null ? path : last);
    }
}
