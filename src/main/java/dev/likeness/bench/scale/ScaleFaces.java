package dev.likeness.bench.scale;

import dev.likeness.bench.SyntheticFaces;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;

/// The faces of a gallery that grows: blocks of [SyntheticFaces] with people of their own, so that the gallery has
/// the same structure at each size. A block also has faces that are added later, and probes that never are.
final class ScaleFaces {
    static final int ADDED_FACES = 1_000;
    static final int PROBES = 1_000;

    private static final long SEED = 20210619; // the day MagFace was shown at CVPR
    private static final int FOLDER_FACES = 10_000;
    private static final int HASH_HEX = 16;

    /// Odd, so that different numbers have different products: spreads the ids as hashes are spread.
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final int blockFaces;
    private final int block;
    private final SyntheticFaces faces;

    /// @param blockFaces number of faces of a block before any are added, a multiple of 1000
    /// @param block number of the block, counted from 0
    ScaleFaces(int blockFaces, int block) {
        this.blockFaces = blockFaces;
        this.block = block;
        this.faces = new SyntheticFaces(
                blockFaces + ADDED_FACES + PROBES, blockFaces / SyntheticFaces.FACES_PER_PERSON, SEED + block);
    }

    /// @param face number in the block
    Embedding embedding(int face) {
        return faces.embedding(face);
    }

    /// @param probe counted from 0
    Embedding probe(int probe) {
        return faces.embedding(blockFaces + ADDED_FACES + probe);
    }

    /// The number of a face's person, different in each block.
    long person(int face) {
        return (long) block << Integer.SIZE | faces.person(face);
    }

    PhotoId photo(int face) {
        long number = number(face);
        return new PhotoId("%016x%048x".formatted(number * MIX, number));
    }

    /// The path of a face's photo: a folder of ten thousand photos.
    String path(int face) {
        return folder((int) (number(face) / FOLDER_FACES)) + number(face);
    }

    /// The folder with this number, counted from 0, with a slash at its end.
    static String folder(int number) {
        return "/scale/%05d/".formatted(number);
    }

    private long number(int face) {
        return (long) block * (blockFaces + ADDED_FACES) + face;
    }

    /// The block of a stored face.
    static int blockOf(FaceId face, int blockFaces) {
        return (int) (numberOf(face) / (blockFaces + ADDED_FACES));
    }

    /// The number in its block of a stored face.
    static int placeOf(FaceId face, int blockFaces) {
        return (int) (numberOf(face) % (blockFaces + ADDED_FACES));
    }

    private static long numberOf(FaceId face) {
        return Long.parseLong(face.photo().sha256().substring(HASH_HEX), 16);
    }
}
