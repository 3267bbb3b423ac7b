package dev.likeness.api.http.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of a multipart request. It is deleted when the request ends.
///
/// @param part the name of the form's field
/// @param fileName as the client sent it; may be empty; not a path on this machine
/// @param type media type as the client sent it; may be empty
public record Upload(String part, String fileName, String type, Path file, long size) {
    private static final int MAX_NAME_LENGTH = 255;

    /// The bytes, for a caller who drops them before it reads those of the next file; others use
    /// [dev.likeness.api.http.Call#load].
    public byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last segment of the file's name, without control characters, at most 255 characters.
    public String safeName() {
        return safeName(fileName);
    }

    /// The last segment of a name that a client gave, as [#safeName()].
    public static String safeName(String fileName) {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String printable = last.replaceAll("\\p{Cntrl}", "");
        return printable.length() <= MAX_NAME_LENGTH ? printable : printable.substring(0, MAX_NAME_LENGTH);
    }
}
