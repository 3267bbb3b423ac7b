package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonName;
import dev.likeness.face.PhotoId;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a people file and validates every value. A wrong name, date, place or pair is left out and reported;
/// a file whose structure is wrong is refused.
final class PeopleFileReader {
    private static final JsonMapper MAPPER = TextLimits.json();

    private final Path file;

    private final List<ExchangeWarning> problems = new ArrayList<>();

    PeopleFileReader(Path file) {
        this.file = file;
    }

    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED`, or `INVALID_ARGUMENT` if it is not a
    ///     people file; the message names the position and the value
    PeopleFile read() {
        JsonNode root;
        try {
            root = MAPPER.readTree(RegularFile.readAllBytes(file, RegularFile.MAX_TEXT_BYTES));
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "a people file must exist, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "a people file must be readable, got: " + file, e);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s must be JSON, got: %s".formatted(file, TextLimits.problem(e)), e);
        }
        if (!PeopleFile.FORMAT.equals(root.path("format").asString(""))) {
            throw invalid("format", "must be " + PeopleFile.FORMAT, root.path("format"));
        }
        if (root.path("version").asInt(0) != PeopleFile.VERSION) {
            throw invalid("version", "must be " + PeopleFile.VERSION, root.path("version"));
        }
        List<PeopleFile.Person> people = each(root, "people", this::person);
        return new PeopleFile(
                PeopleFile.FORMAT,
                PeopleFile.VERSION,
                root.path("gallery").asString(""),
                people,
                places(new Value("notFaces", root.path("notFaces"))),
                each(root, "different", pair -> pair(pair, people.size())).stream()
                        .flatMap(Optional::stream)
                        .toList(),
                places(new Value("drawn", root.path("drawn"))).stream()
                        .map(PeopleFile.Place::withoutConfirmation)
                        .toList());
    }

    /// What was left out, with its place in the file.
    List<ExchangeWarning> problems() {
        return problems;
    }

    private void leaveOut(String at, String rule, JsonNode got) {
        problems.add(
                new ExchangeWarning(ExchangeWarning.Kind.MALFORMED, file.toString(), null, problem(at, rule, got)));
    }

    private List<PeopleFile.Place> places(Value list) {
        return each(list, this::place).stream().flatMap(Optional::stream).toList();
    }

    /// A value of the file and its position.
    private record Value(String at, JsonNode node) {
        Value field(String key) {
            return new Value(at + "." + key, node.path(key));
        }
    }

    private <T> List<T> each(JsonNode parent, String key, Function<Value, T> reader) {
        return each(new Value(key, parent.path(key)), reader);
    }

    private <T> List<T> each(Value list, Function<Value, T> reader) {
        if (list.node().isMissingNode() || list.node().isNull()) {
            return List.of();
        }
        if (!list.node().isArray()) {
            throw invalid(list.at(), "must be a list", list.node());
        }
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.node().size(); i++) {
            values.add(reader.apply(
                    new Value(list.at() + "[" + i + "]", list.node().get(i))));
        }
        return values;
    }

    private PeopleFile.Person person(Value person) {
        Value cover = person.field("cover");
        return new PeopleFile.Person(
                number(person.field("number"))
                        .orElseThrow(() -> invalid(
                                person.at() + ".number",
                                "must be a positive whole number",
                                person.field("number").node())),
                name(person.field("name")),
                date(person.field("birthDate")),
                externalId(person.field("externalId")),
                person.node().path("hidden").asBoolean(false),
                isAbsent(cover) ? null : place(cover).orElse(null),
                places(person.field("faces")),
                places(person.field("notTheirs")));
    }

    private @Nullable String name(Value name) {
        if (isAbsent(name)) {
            return null;
        }
        String text = name.node().isString() ? name.node().asString() : "";
        if (PersonName.problem(text).isPresent()) {
            leaveOut(
                    name.at(),
                    "must be a text of at most %d visible characters, not blank, not \".\" or \"..\", no number and no option"
                            .formatted(PersonName.MAX_LENGTH),
                    name.node());
            return null;
        }
        return PersonName.normalized(text);
    }

    private @Nullable String date(Value date) {
        if (isAbsent(date)) {
            return null;
        }
        LocalDate day;
        try {
            day = LocalDate.parse(date.node().asString(""));
        } catch (DateTimeException _) {
            leaveOut(date.at(), "must be a day as in 1815-12-10", date.node());
            return null;
        }
        if (!Person.isUsableBirthDate(day, LocalDate.now(ZoneOffset.UTC))) {
            leaveOut(date.at(), "must be a day from 1800 to tomorrow", date.node());
            return null;
        }
        return day.toString();
    }

    private @Nullable String externalId(Value externalId) {
        if (isAbsent(externalId)) {
            return null;
        }
        String text = externalId.node().isString() ? externalId.node().asString() : "";
        try {
            Person.requireUsableExternalId(text);
        } catch (LikenessException _) {
            leaveOut(externalId.at(), "must be a text of 1 to 128 letters, digits and any of _.:@-", externalId.node());
            return null;
        }
        return text;
    }

    private Optional<PeopleFile.Place> place(Value place) {
        String photo = place.node().path("photo").asString("");
        try {
            photo = new PhotoId(photo).sha256();
        } catch (LikenessException _) {
            leaveOut(
                    place.at() + ".photo",
                    "must be 64 lower-case hex digits",
                    place.node().path("photo"));
            return Optional.empty();
        }
        List<String> paths = each(place.field("paths"), path -> path.node().asString(""));
        List<Float> box = each(
                place.field("box"), side -> side.node().isNumber() ? side.node().floatValue() : Float.NaN);
        if (box.size() != 4 || !isBox(box)) {
            leaveOut(
                    place.at() + ".box",
                    "must be left, top, right, bottom in shares of the photo's sides",
                    place.node().path("box"));
            return Optional.empty();
        }
        JsonNode confirmed = place.node().path("confirmed");
        return Optional.of(
                new PeopleFile.Place(photo, paths, box, confirmed.isBoolean() ? confirmed.booleanValue() : null));
    }

    private static boolean isBox(List<Float> sides) {
        try {
            Box _ = new Box(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
            return true;
        } catch (LikenessException _) {
            return false;
        }
    }

    private Optional<List<Integer>> pair(Value pair, int people) {
        List<Integer> numbers = each(pair, side -> number(side).orElse(0));
        boolean valid = numbers.size() == 2
                && !numbers.getFirst().equals(numbers.getLast())
                && numbers.stream().allMatch(number -> number >= 1 && number <= people);
        if (!valid) {
            leaveOut(pair.at(), "must be the numbers of two people of this file", pair.node());
        }
        return valid ? Optional.of(numbers) : Optional.empty();
    }

    private static OptionalInt number(Value number) {
        return number.node().isInt() && number.node().intValue() > 0
                ? OptionalInt.of(number.node().intValue())
                : OptionalInt.empty();
    }

    private static boolean isAbsent(Value value) {
        return value.node().isMissingNode() || value.node().isNull();
    }

    private LikenessException invalid(String at, String rule, JsonNode got) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, file + ": " + problem(at, rule, got));
    }

    private static String problem(String at, String rule, JsonNode got) {
        String text = got.isMissingNode() ? "nothing" : got.toString();
        return "%s %s, got: %s".formatted(at, rule, text.length() > 80 ? text.substring(0, 80) + "…" : text);
    }
}
