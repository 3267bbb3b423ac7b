package dev.likeness.image;

/// A program that is not installed, without which a format cannot be read.
///
/// @param format the format's name
/// @param remedy the program and the command that installs it, such as `djxl: apt install libjxl-tools`
public record MissingProgram(String format, String remedy) {}
