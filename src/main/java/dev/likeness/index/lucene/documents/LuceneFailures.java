package dev.likeness.index.lucene.documents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// Converts exceptions of Lucene and the file system to a [LikenessException], the only exception type that
/// may leave `index.lucene`.
public final class LuceneFailures {
    /// The file in Lucene's description of an input, such as `MemorySegmentIndexInput(path="/a/_0.cfs")`.
    private static final Pattern INPUT_PATH = Pattern.compile("path=\"([^\"]+)\"");

    /// The part of a compound file in Lucene's description of an input.
    private static final Pattern INPUT_SLICE = Pattern.compile("\\[slice=([^\\]]+)]");

    /// An action with a result.
    @FunctionalInterface
    public interface Action<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /// An action without a result.
    @FunctionalInterface
    public interface Effect {
        void run() throws IOException;
    }

    /// What an action works on.
    ///
    /// @param text its name in messages, such as "writer of gallery demo"
    /// @param gallery the gallery whose files are read or written; null if there is none
    public record Subject(String text, @Nullable String gallery) {
        /// A gallery itself.
        public static Subject gallery(String name) {
            return new Subject("gallery " + name, name);
        }

        /// A part of a gallery.
        public static Subject of(String part, String gallery) {
            return new Subject(part + " of gallery " + gallery, gallery);
        }
    }

    private LuceneFailures() {}

    /// Runs an action and converts its exceptions.
    public static <T extends @Nullable Object> T translated(Subject subject, Action<T> action) {
        String what = subject.text();
        try {
            return action.run();
        } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
            // A flipped bit in a header looks like another version.
            if (isDamaged(e)) {
                throw damaged(subject, e);
            }
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "%s was written by another version of Lucene: %s".formatted(what, e.getMessage()),
                    e);
        } catch (CorruptIndexException | EOFException e) {
            throw damaged(subject, e);
        } catch (AlreadyClosedException e) {
            if (e.getCause() != null) {
                throw e.getCause() instanceof CorruptIndexException damage
                        ? damaged(subject, damage)
                        : new LikenessException(
                                ErrorCode.IO_FAILED,
                                "%s was closed by an earlier failure: %s"
                                        .formatted(what, e.getCause().getMessage()),
                                e);
            }
            throw new LikenessException(ErrorCode.INTERNAL, what + " was used after it was closed", e);
        } catch (IllegalStateException e) {
            // A writer that cannot go on after an earlier failure, such as a full disk.
            if (!(e.getCause() instanceof IOException failure)) {
                throw e;
            }
            throw failure instanceof CorruptIndexException
                    ? damaged(subject, failure)
                    : new LikenessException(
                            ErrorCode.IO_FAILED,
                            "%s was closed by an earlier failure: %s".formatted(what, failure.getMessage()),
                            e);
        } catch (FileSystemException e) {
            // The message is often the bare path; the exception's class tells what went wrong.
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "%s: %s: %s".formatted(what, e.getClass().getSimpleName(), e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "%s: %s".formatted(what, e.getMessage()), e);
        }
    }

    /// As [#translated(Subject, Action)], for what is not a gallery.
    public static <T extends @Nullable Object> T translated(String what, Action<T> action) {
        return translated(new Subject(what, null), action);
    }

    /// Runs an action without a result and converts its exceptions.
    public static void translating(Subject subject, Effect effect) {
        LuceneFailures.<@Nullable Void>translated(subject, () -> {
            effect.run();
            return null;
        });
    }

    /// As [#translating(Subject, Effect)], for what is not a gallery.
    public static void translating(String what, Effect effect) {
        translating(new Subject(what, null), effect);
    }

    private static LikenessException damaged(Subject subject, IOException cause) {
        String gallery = subject.gallery();
        return gallery == null
                ? new LikenessException(
                        ErrorCode.GALLERY_CORRUPT, "%s is damaged: %s".formatted(subject.text(), reason(cause)), cause)
                : damaged(gallery, reason(cause), cause);
    }

    /// The error of a gallery whose files are damaged.
    ///
    /// @param why to follow "gallery … is damaged: "
    public static LikenessException damaged(String gallery, String why, @Nullable Throwable cause) {
        return new LikenessException(
                ErrorCode.GALLERY_CORRUPT,
                "gallery %s is damaged: %s".formatted(gallery, why),
                cause,
                ErrorFacts.ofRemedies(new Remedy.RepairGallery(gallery), new Remedy.RestoreBackup(gallery)));
    }

    /// What is wrong with a file of an index, after the file's name.
    public static String reason(Throwable failure) {
        return switch (failure) {
            case CorruptIndexException damage ->
                withFile(damage.getResourceDescription(), String.valueOf(damage.getOriginalMessage()));
            case IndexFormatTooOldException old ->
                withFile(old.getResourceDescription(), "its header is not one of this version");
            case IndexFormatTooNewException young ->
                withFile(young.getResourceDescription(), "its header is not one of this version");
            case EOFException end -> withFile(end.getMessage(), "it ends too early");
            case LikenessException rejected -> rejected.getMessage();
            case IOException io when io.getClass().equals(IOException.class) -> String.valueOf(io.getMessage());
            default -> failure.getClass().getSimpleName() + ": " + failure.getMessage();
        };
    }

    private static String withFile(@Nullable String input, String message) {
        if (input == null) {
            return message;
        }
        Matcher path = INPUT_PATH.matcher(input);
        Matcher slice = INPUT_SLICE.matcher(input);
        String file = path.find() ? String.valueOf(Path.of(path.group(1)).getFileName()) : input;
        return "%s%s: %s".formatted(file, slice.find() ? " (" + slice.group(1) + ")" : "", message);
    }

    /// Whether the file that seems to be of another version has a wrong checksum.
    private static boolean isDamaged(IOException failure) {
        String input = switch (failure) {
            case IndexFormatTooOldException old -> old.getResourceDescription();
            case IndexFormatTooNewException young -> young.getResourceDescription();
            default -> null;
        };
        Matcher path = INPUT_PATH.matcher(input == null ? "" : input);
        try {
            if (path.find()) {
                IndexFiles.verify(Path.of(path.group(1)));
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
