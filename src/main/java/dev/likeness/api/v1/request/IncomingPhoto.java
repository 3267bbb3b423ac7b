package dev.likeness.api.v1.request;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.FormParts;
import dev.likeness.api.http.body.Upload;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/// A photo to add. Its bytes are read when they are needed.
///
/// @param name `upload:` and the name of the uploaded file, or a path on the server
/// @param kept where its file is kept if it is a photo; null to keep no file
public record IncomingPhoto(
        String name,
        Instant changed,
        Supplier<byte[]> bytes,
        @Nullable UploadedFiles kept) {
    private static final int MAX_PATHS = 64;

    /// What a photo without a name is called.
    private static final String NAMELESS = "image";

    /// The JSON form: photos by their paths on the server, or one image with an optional name.
    @SuppressWarnings("ArrayRecordComponent") // read once, then gone
    record PhotosForm(
            @Nullable List<String> paths,
            @JsonDeserialize(using = PictureReader.class) byte @Nullable [] image,
            @Nullable String name) {}

    /// The photos in the body of a call: a form with files, one picture, or JSON.
    ///
    /// @param namesFile whether `name`, in the query or in JSON, is what the file of one picture is called
    /// @throws ProblemException 400 `INVALID_ARGUMENT`, 413 `BODY_TOO_LARGE`, 415 `UNSUPPORTED_MEDIA_TYPE`
    public static List<IncomingPhoto> of(Call call, boolean namesFile, Backend backend, String gallery) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UploadedFiles kept = call.flag("keep")
                ? new UploadedFiles(backend.engine().galleries().folder(gallery))
                : null;
        String name = namesFile ? call.query("name").orElse(null) : null;
        if (call.isImage()) {
            return List.of(uploaded(name, now, call::body, kept));
        }
        if (!call.isForm() && call.body().length == 0) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    namesFile
                            ? "the body must have photos, such as a form with files called image, got none"
                            : "the body must have photos of the new person, such as a form with files called image, got"
                                    + " none; a person without photos is added by PUT"
                                    + " …/people/by-external-id/{externalId} with the name in JSON, such as"
                                    + " {\"name\": \"Ann\"}");
        }
        if (name != null) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "name in the query requires a body of type image/…");
        }
        if (call.isJson()) {
            PhotosForm form = call.body(PhotosForm.class);
            if (!namesFile && form.name() != null) {
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "name must be given in the query, got it in JSON");
            }
            byte[] image = form.image();
            if (image == null) {
                return serverPhotos(form, backend);
            }
            if (form.paths() != null) {
                throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "only one of paths and image must be given");
            }
            return List.of(uploaded(form.name(), now, () -> image, kept));
        }
        if (!call.isForm()) {
            throw new ProblemException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "photos must be sent as multipart/form-data, image/… or application/json, got: "
                            + call.contentType());
        }
        return uploadedPhotos(call, now, kept);
    }

    /// The analysed photo, which keeps its file when it is added.
    public NewPhoto analysed(Function<byte[], AnalysedPhoto> analysis) {
        AnalysedPhoto photo = analysis.apply(bytes.get());
        return new NewPhoto(
                name,
                changed,
                photo,
                kept == null
                        ? null
                        : () -> kept.keep(photo.id(), name.substring(NewPhoto.UPLOAD.length()), bytes.get()));
    }

    private static IncomingPhoto uploaded(
            @Nullable String name, Instant now, Supplier<byte[]> bytes, @Nullable UploadedFiles kept) {
        String safe = name == null ? "" : Upload.safeName(name);
        return new IncomingPhoto(NewPhoto.UPLOAD + (safe.isBlank() ? NAMELESS : safe), now, bytes, kept);
    }

    private static List<IncomingPhoto> uploadedPhotos(Call call, Instant now, @Nullable UploadedFiles kept) {
        FormParts.ofFiles("image").require(call);
        List<IncomingPhoto> incoming = new ArrayList<>();
        for (Upload upload : call.uploads()) {
            incoming.add(new IncomingPhoto(NewPhoto.UPLOAD + upload.safeName(), now, upload::bytes, kept));
        }
        if (incoming.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "the form must have at least one file image, got: 0");
        }
        return incoming;
    }

    private static List<IncomingPhoto> serverPhotos(PhotosForm form, Backend backend) {
        List<String> paths = form.paths();
        if (form.name() != null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "name requires an image");
        }
        if (paths == null || paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "paths must be between 1 and %d; use a job of kind ingest for folders".formatted(MAX_PATHS));
        }
        return paths.stream().map(path -> serverPhoto(path, backend)).toList();
    }

    private static IncomingPhoto serverPhoto(String text, Backend backend) {
        Path file = backend.roots().resolve(text);
        if (!Files.isRegularFile(file)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "paths must be of files; use a job of kind ingest for folders");
        }
        try {
            long size = Files.size(file);
            if (size > backend.options().maxUploadBytes()) {
                throw new ProblemException(
                        ProblemCode.BODY_TOO_LARGE,
                        "a photo must have at most %d bytes, got: %d"
                                .formatted(backend.options().maxUploadBytes(), size));
            }
            Instant changed = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
            return new IncomingPhoto(file.toString(), changed, () -> read(file), null);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read " + file, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read " + file, e);
        }
    }
}
