package dev.likeness.face;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules for names of people, whoever gives them: users, other programs, or files to import. A name has no
/// spaces around it and is composed (NFC); its spelling is kept.
public final class PersonName {
    /// The most characters of a name.
    public static final int MAX_LENGTH = 200;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /// What commands, paths and the APIs without numbers take for a person's number, such as `5`, `#5` and
    /// `person:5`, and other ways to write a number, such as `-5`, `1e3` and `0x1F`.
    private static final Pattern NUMBER = Pattern.compile(
            "(?:#|person:)?\\s*[+-]?\\s*(?:0x\\p{XDigit}+|[.,]?\\p{Nd}[\\p{Nd}.,'_ ]*(?:e[+-]?\\p{Nd}+)?)",
            Pattern.CASE_INSENSITIVE);

    /// Accents of alphabets. The marks of other scripts are letters of their own.
    private static final Pattern ACCENTS = Pattern.compile("\\p{InCombining_Diacritical_Marks}+");

    private PersonName() {}

    /// A name that is about to be given to a person, as it is stored.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if [#problem] finds one
    public static String of(String given) {
        problem(given).ifPresent(problem -> {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a name " + problem);
        });
        return normalized(given);
    }

    /// A text without spaces around it, composed.
    public static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).strip();
    }

    /// The same text for names that differ in capitals, accents, composition and spaces around them only.
    public static String folded(String name) {
        String plain = ACCENTS.matcher(Normalizer.normalize(name.strip(), Normalizer.Form.NFD))
                .replaceAll("");
        return Normalizer.normalize(plain, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }

    /// Why a text cannot be a person's name: the rule, then the value; empty if it can.
    ///
    /// Clients put names into paths, where `.` and `..` mean the parent; people must be able to read them; and
    /// whoever means a person by number must not get another one.
    public static Optional<String> problem(String given) {
        String name = normalized(given);
        int unusable =
                given.codePoints().filter(PersonName::isUnusable).findFirst().orElse(-1);
        if (unusable >= 0) {
            return Optional.of("must have visible characters only, got: U+%04X".formatted(unusable));
        }
        if (name.codePoints().allMatch(character -> Character.getType(character) == Character.FORMAT)) {
            return Optional.of("must not be blank, got: \"" + given + "\"");
        }
        if (name.length() > MAX_LENGTH) {
            return Optional.of("must have at most %d characters, got: %d".formatted(MAX_LENGTH, name.length()));
        }
        if (isDotSegment(name)) {
            return Optional.of("must not be \".\" or \"..\", got: \"" + given + "\"");
        }
        if (NUMBER.matcher(Normalizer.normalize(name, Normalizer.Form.NFKC)).matches()) {
            return Optional.of(
                    "must not be a number, which means the person of that number, got: \"%s\"; add a word to it, as in \"Number %s\""
                            .formatted(given, name.replaceAll("\\P{Nd}+", "")));
        }
        if (name.startsWith("-")) {
            return Optional.of("must not begin with \"-\", which commands read as an option, got: \"" + given + "\"");
        }
        return Optional.empty();
    }

    /// Whether a name would mean the parent in a path.
    public static boolean isDotSegment(String name) {
        String text = name.strip();
        return text.equals(".") || text.equals("..");
    }

    private static boolean isUnusable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Scripts and emoji need the joiners; others are invisible or turn the text that follows.
            case Character.FORMAT ->
                character != ZERO_WIDTH_NON_JOINER && character != ZERO_WIDTH_JOINER && !isTag(character);
            default -> false;
        };
    }

    /// Whether it is a part of the flag of a region, such as Scotland's.
    private static boolean isTag(int character) {
        return character >= 0xE0020 && character <= 0xE007F;
    }
}
