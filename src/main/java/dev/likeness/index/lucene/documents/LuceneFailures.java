package dev.likeness.index.lucene.documents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;

/// Converts exceptions of Lucene and the file system to a [LikenessException], the only exception type that
/// may leave `index.lucene`.
public final class LuceneFailures {
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

    private LuceneFailures() {}

    /// Runs an action and converts its exceptions; `what` names the object, such as "gallery demo".
    public static <T extends @Nullable Object> T translated(String what, Action<T> action) {
        try {
            return action.run();
        } catch (IndexFormatTooOldException | IndexFormatTooNewException e) {
            throw new LikenessException(
                    ErrorCode.GALLERY_INCOMPATIBLE,
                    "%s was written by another version of Lucene: %s".formatted(what, e.getMessage()),
                    e);
        } catch (CorruptIndexException e) {
            throw new LikenessException(
                    ErrorCode.GALLERY_CORRUPT, "%s is damaged: %s".formatted(what, e.getMessage()), e);
        } catch (AlreadyClosedException e) {
            if (e.getCause() != null) {
                throw new LikenessException(
                        ErrorCode.IO_FAILED,
                        "%s was closed by an earlier failure: %s"
                                .formatted(what, e.getCause().getMessage()),
                        e);
            }
            throw new LikenessException(ErrorCode.INTERNAL, what + " was used after it was closed", e);
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

    /// Runs an action without a result and converts its exceptions.
    public static void translating(String what, Effect effect) {
        LuceneFailures.<@Nullable Void>translated(what, () -> {
            effect.run();
            return null;
        });
    }
}
