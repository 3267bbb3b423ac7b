package dev.likeness.engine.ingest.walk;

import org.jspecify.annotations.Nullable;

/// Files of one kind that look like pictures and are not read.
///
/// @param kind what to call one of them, such as `video` or `JPEG XL file`
/// @param files how many there are
/// @param remedy the program that reads them and the command that installs it, such as
///     `djxl: apt install libjxl-tools`; null if they are not supported
public record NotRead(String kind, int files, @Nullable String remedy) {
    /// The kind and what can be done, as a sentence without its end.
    public String describe() {
        String counted = files == 1 ? "1 " + kind : "%,d %ss".formatted(files, kind);
        if (remedy == null) {
            return counted + (files == 1 ? " is not read" : " are not read");
        }
        return counted + (files == 1 ? " needs " : " need ") + remedy;
    }
}
