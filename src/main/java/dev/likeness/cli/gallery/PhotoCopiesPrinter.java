package dev.likeness.cli.gallery;

import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import java.util.Locale;

/// Prints copies of photos beside their originals.
final class PhotoCopiesPrinter {
    private PhotoCopiesPrinter() {}

    static void print(Console console, PhotoCopiesResult result) {
        TextTable table = TextTable.of("kind", "correlation", "size", "copy's size", "photo", "copy");
        for (PhotoCopiesResult.Copy copy : result.copies()) {
            boolean same = copy.kind() == PhotoCopiesResult.Kind.SAME_PICTURE;
            table.row(
                    copy.kind(),
                    String.format(Locale.ROOT, "%.4f", copy.correlation()),
                    size(copy.original()),
                    size(copy.copy()),
                    path(copy.original()),
                    same ? String.join(", ", copy.copy().paths()) : path(copy.copy()));
        }
        table.print(console, "");
        console.print(String.format(
                Locale.ROOT, "%,d copies among %,d photos", result.copies().size(), result.photos()));
    }

    private static String size(PhotoCopiesResult.File file) {
        return file.width() + "×" + file.height();
    }

    private static Object path(PhotoCopiesResult.File file) {
        return file.paths().isEmpty() ? file.photo() : file.paths().getFirst();
    }
}
