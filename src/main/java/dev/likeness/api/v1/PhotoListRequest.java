package dev.likeness.api.v1;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.contents.PhotoQuery;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which photos are listed, in which order. A cursor contains a digest of order and filter, because its place
/// means nothing in another list.
///
/// @param after the place of the last photo of the page before; null for the first page
/// @param offset number of photos to skip, 0 with a place
/// @param digest of order and filter
record PhotoListRequest(PhotoQuery query, PhotoQuery.@Nullable Place after, int offset, int limit, String digest) {
    private static final int MAX_PEOPLE = 64;
    private static final int MAX_FOLDER = 4096;
    private static final int DIGEST_DIGITS = 16;
    private static final int CURSOR_PARTS = 3;

    static PhotoListRequest of(Call call) {
        Set<PersonId> people = people(call, "person");
        Set<PersonId> without = people(call, "without");
        String captured = call.query("captured").orElse(null);
        CapturePeriod period = captured == null ? CapturePeriod.ANY : CapturePeriod.parse(captured);
        String folder = call.query("path").orElse(null);
        if (folder != null && (folder.isEmpty() || folder.length() > MAX_FOLDER)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "path must have between 1 and %d characters".formatted(MAX_FOLDER));
        }
        int minQuality = call.query("minQuality", 0, 0, 100);
        boolean unnamed = call.flag("unnamed");
        PhotoQuery.Order order = order(call.query("order").orElse("id"));
        Page page = Page.of(call);
        String digest = digest(List.of(
                order.toString(),
                people.toString(),
                without.toString(),
                String.valueOf(captured),
                String.valueOf(minQuality),
                String.valueOf(unnamed),
                String.valueOf(folder)));
        PhotoQuery query =
                new PhotoQuery(people, without, unnamed, minQuality, period.from(), period.before(), folder, order);
        return new PhotoListRequest(
                query,
                page.after() == null ? null : place(page.after(), digest),
                Page.offset(call),
                page.limit(),
                digest);
    }

    /// The cursor of the page after this one; null if this is the last.
    @Nullable
    String next(List<PhotoDetails> photos) {
        if (photos.size() < limit) {
            return null;
        }
        PhotoDetails last = photos.getLast();
        return Page.cursor("%s %s %s".formatted(digest, last.photo(), last.captureTime()));
    }

    private static PhotoQuery.Place place(String cursor, String digest) {
        String[] parts = cursor.split(" ", -1);
        if (parts.length != CURSOR_PARTS) {
            throw notACursor();
        }
        if (!parts[0].equals(digest)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "cursor must be used with the order and filter of the page that it came with");
        }
        try {
            return new PhotoQuery.Place(
                    new PhotoId(parts[1]), parts[2].equals("null") ? null : LocalDateTime.parse(parts[2]));
        } catch (DateTimeParseException _) {
            throw notACursor();
        }
    }

    private static ProblemException notACursor() {
        return new ProblemException(ProblemCode.INVALID_ARGUMENT, "cursor must be the next of an earlier page");
    }

    private static String digest(List<String> parts) {
        String text = parts.stream().map(part -> part.length() + ":" + part).collect(Collectors.joining());
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
    }

    /// People by their numbers, in the order of these.
    private static Set<PersonId> people(Call call, String name) {
        List<String> numbers = call.queries(name);
        if (numbers.size() > MAX_PEOPLE) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "%s must be given at most %d times, got: %d".formatted(name, MAX_PEOPLE, numbers.size()));
        }
        Set<Long> people = new TreeSet<>();
        for (String number : numbers) {
            if (!number.matches("[1-9][0-9]{0,17}")) {
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "%s must be the number of a person, got: %s".formatted(name, number));
            }
            people.add(Long.valueOf(number));
        }
        return people.stream().map(PersonId::new).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static PhotoQuery.Order order(String word) {
        return switch (word) {
            case "id" -> PhotoQuery.Order.ID;
            case "newest" -> PhotoQuery.Order.NEWEST;
            case "oldest" -> PhotoQuery.Order.OLDEST;
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "order must be id, newest or oldest, got: " + word);
        };
    }
}
