package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.pickle.PickleValue;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A verification set of InsightFace (`lfw.bin`, `agedb_30.bin`, …): a Python pickle of (images, same), where
/// the encoded images 2i and 2i+1 form pair i. Only lists, bytes (also as NumPy arrays, as `cv2.imencode`
/// returns them) and truth values are read. A pickle can execute code, so the reader rejects everything else
/// and names it.
///
/// @param images encoded images, two per pair
/// @param mated for each pair, whether both images show one person
public record BinPairs(List<byte[]> images, List<Boolean> mated) {

    public BinPairs {
        images = List.copyOf(images);
        mated = List.copyOf(mated);
    }

    /// Reads a file.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the file; `UNSUPPORTED_FORMAT` if it is not
    ///     such a pickle; `INVALID_ARGUMENT` if there are not two images per pair
    public static BinPairs read(Path file) {
        byte[] bytes;
        try {
            bytes = RegularFile.readAllBytes(file, Integer.MAX_VALUE - 8);
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "file must exist, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "file must be readable, got: " + file, e);
        }
        List<PickleValue> both = NumpyPickleReader.items(new NumpyPickleReader(bytes, file.toString()).read())
                .orElse(List.of());
        List<List<PickleValue>> lists = both.stream()
                .flatMap(one -> NumpyPickleReader.items(one).stream())
                .toList();
        if (both.size() != 2 || lists.size() != 2) {
            throw new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    file + ": a .bin list must be a pair of two lists, got: another value");
        }
        List<byte[]> images = new ArrayList<>();
        for (PickleValue image : lists.getFirst()) {
            images.add(NumpyPickleReader.bytes(image)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.UNSUPPORTED_FORMAT,
                            "%s: image %d must be bytes, got: another value".formatted(file, images.size()))));
        }
        List<Boolean> mated = new ArrayList<>();
        for (PickleValue label : lists.getLast()) {
            if (!(label instanceof PickleValue.Truth(boolean truth))) {
                throw new LikenessException(
                        ErrorCode.UNSUPPORTED_FORMAT,
                        "%s: label %d must be True or False, got: another value".formatted(file, mated.size()));
            }
            mated.add(truth);
        }
        if (images.size() != 2 * mated.size() || mated.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: a .bin list must hold two images for each of at least one label, got: %d and %d"
                            .formatted(file, images.size(), mated.size()));
        }
        return new BinPairs(images, mated);
    }
}
