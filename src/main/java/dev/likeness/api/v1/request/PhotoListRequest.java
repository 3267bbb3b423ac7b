package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.contents.PhotoQuery;
import dev.likeness.face.CapturePeriod;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which photos are listed, in which order.
///
/// @param after the place of the last photo of the page before; null for the first page
/// @param offset number of photos to skip, 0 with a place
public record PhotoListRequest(PhotoQuery query, PhotoQuery.@Nullable Place after, int offset, Page page) {
    private static final int MAX_PEOPLE = 64;
    private static final int MAX_FOLDER = 4096;
    private static final int PLACE_PARTS = 2;

    /// The list in the query of a call.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public static PhotoListRequest of(Call call) {
        Set<PersonId> people = people(call, "person");
        Set<PersonId> without = people(call, "without");
        String captured = call.query("captured").orElse(null);
        CapturePeriod period = captured == null ? null : period(captured);
        String folder = call.query("path").orElse(null);
        if (folder != null && (folder.isEmpty() || folder.length() > MAX_FOLDER)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "path must have between 1 and %d characters".formatted(MAX_FOLDER));
        }
        int minQuality = call.query("minQuality", 0, 0, 100);
        boolean unnamed = call.flag("unnamed");
        PhotoQuery.Order order = order(call.query("order").orElse("id"));
        Page page = Page.of(call, order, people, without, captured, minQuality, unnamed, folder);
        PhotoQuery query = new PhotoQuery(
                people,
                without,
                unnamed,
                minQuality,
                period == null ? null : period.from(),
                period == null ? null : period.before(),
                folder,
                order);
        String after = page.after();
        return new PhotoListRequest(query, after == null ? null : place(after), Page.offset(call), page);
    }

    private static CapturePeriod period(String text) {
        return CapturePeriod.parse(text)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "captured must be a year, month or day such as 2019, 2019-01 or 2019-01-01, got: " + text));
    }

    /// Maximum number of photos.
    public int limit() {
        return page.limit();
    }

    /// The cursor of the page after this one; null if this is the last.
    public @Nullable String next(List<PhotoDetails> photos) {
        if (photos.size() < limit()) {
            return null;
        }
        PhotoDetails last = photos.getLast();
        return page.next(last.photo() + " " + last.captureTime());
    }

    private static PhotoQuery.Place place(String after) {
        String[] parts = after.split(" ", -1);
        if (parts.length != PLACE_PARTS) {
            throw Page.notACursor(after);
        }
        try {
            return new PhotoQuery.Place(
                    new PhotoId(parts[0]), parts[1].equals("null") ? null : LocalDateTime.parse(parts[1]));
        } catch (DateTimeParseException _) {
            throw Page.notACursor(after);
        }
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
