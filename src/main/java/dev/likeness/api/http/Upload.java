package dev.likeness.api.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that came in a multipart request; it is gone once the request has ended.
///
/// @param part the name of the form's field
/// @param fileName what the client calls it; may be empty, and is never a place on this machine
/// @param type as the client says; may be empty
public record Upload(String part, String fileName, String type, Path file, long size) {
    private static final int MAX_NAME_LENGTH = 255;

    public byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last part of the file's name without anything but printable characters, at most 255 of them.
    public String safeName() {
        String last = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        String printable = last.replaceAll("\\p{Cntrl}", "");
        return printable.length() <= MAX_NAME_LENGTH ? printable : printable.substring(0, MAX_NAME_LENGTH);
    }
}
