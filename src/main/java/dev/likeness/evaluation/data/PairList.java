package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The pairs of images that a verification protocol compares.
///
/// @param pairs the pairs in the order of the file
/// @param folds number of folds; 0 if the protocol has no folds
public record PairList(List<Pair> pairs, int folds) {
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String LFW_RULE = "a pair must read `name i j` or `name1 i name2 j`";
    private static final String PATH_RULE = "a pair must read `image1 image2 label` with label 0 or 1";

    /// A pair of images.
    ///
    /// @param first path below the images' directory, parts separated by `/`
    /// @param second path below the images' directory
    /// @param mated whether both show one person
    /// @param fold number of its fold, starting at 0; 0 if the protocol has no folds
    /// @param line its line in the file, starting at 1
    public record Pair(String first, String second, boolean mated, int fold, int line) {}

    public PairList {
        pairs = List.copyOf(pairs);
    }

    /// Reads a pair list in one of three formats, which the first line identifies:
    ///
    /// - LFW view 1 (`N`: then N mated and N impostor pairs, no folds),
    /// - LFW view 2 (`F N`: then F folds of N mated and N impostor pairs),
    /// - paths (`image1 image2 label`, no header, no folds), as in MagFace's evaluation.
    ///
    /// In the LFW formats, `name i` is the image `name/name_000i.jpg`. Fields are separated by tabs or
    /// spaces.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the file; `INVALID_ARGUMENT` with file, line,
    ///     rule and value for a line that `badInput` does not skip, and if there is no pair
    public static PairList read(Path file, InvalidInputPolicy badInput) {
        Reader reader = new Reader(file, badInput);
        TextLines.read(file, reader::take);
        return reader.finish();
    }

    private static final class Reader {
        private final Path file;
        private final InvalidInputPolicy badInput;
        private final List<Pair> pairs = new ArrayList<>();
        private boolean started;
        private boolean lfw;
        private int folds;
        private long pairsOfAClass;
        private long lines;

        Reader(Path file, InvalidInputPolicy badInput) {
            this.file = file;
            this.badInput = badInput;
        }

        void take(int number, String text) {
            List<String> fields = TextLines.fields(text);
            if (!started) {
                started = true;
                lfw = fields.size() <= 2
                        && fields.stream()
                                .allMatch(field -> COUNT.matcher(field).matches());
                if (lfw) {
                    folds = fields.size() == 2 ? Integer.parseInt(fields.getFirst()) : 0;
                    pairsOfAClass = Long.parseLong(fields.getLast());
                    return;
                }
            }
            try {
                pairs.add(lfw ? lfwPair(number, text, fields) : pathPair(number, text, fields));
            } catch (LikenessException e) {
                badInput.handle(e);
            }
            // A skipped line counts, so that later lines stay in their folds.
            lines++;
        }

        private Pair lfwPair(int number, String text, List<String> fields) {
            int fold = folds == 0 ? 0 : (int) Math.min(lines / (2 * pairsOfAClass), folds - 1L);
            return switch (fields.size()) {
                case 3 -> {
                    String name = fields.getFirst();
                    yield new Pair(
                            image(number, name, fields.get(1)), image(number, name, fields.get(2)), true, fold, number);
                }
                case 4 ->
                    new Pair(
                            image(number, fields.getFirst(), fields.get(1)),
                            image(number, fields.get(2), fields.get(3)),
                            false,
                            fold,
                            number);
                default -> throw TextLines.problem(file, number, LFW_RULE, text);
            };
        }

        private String image(int number, String name, String index) {
            if (!COUNT.matcher(index).matches()) {
                throw TextLines.problem(file, number, "an image number must be a whole number of at least 1", index);
            }
            if (name.isEmpty() || name.equals("..") || name.equals(".") || name.matches(".*[/\\\\].*")) {
                throw TextLines.problem(file, number, "a name must be a plain directory name", name);
            }
            return "%s/%s_%04d.jpg".formatted(name, name, Integer.parseInt(index));
        }

        private Pair pathPair(int number, String text, List<String> fields) {
            if (fields.size() != 3 || !fields.getLast().matches("[01]")) {
                throw TextLines.problem(file, number, PATH_RULE, text);
            }
            return new Pair(fields.get(0), fields.get(1), fields.get(2).equals("1"), 0, number);
        }

        PairList finish() {
            long expected = lfw ? 2L * Math.max(folds, 1) * pairsOfAClass : lines;
            if (lines != expected) {
                badInput.handle(new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: the first line announces %d pairs, got: %d".formatted(file, expected, lines)));
            }
            if (pairs.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: a pair list must hold at least one pair, got: 0".formatted(file));
            }
            return new PairList(pairs, folds);
        }
    }
}
