package dev.likeness.onnx.download;

/// A file whose content is known beforehand.
///
/// @param name file name, without a folder
/// @param bytes its length
/// @param sha256 its hash, 64 lower-case hex digits
public record PinnedFile(String name, long bytes, String sha256) {}
