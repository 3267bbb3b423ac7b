package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.ListedPerson;
import dev.likeness.face.PersonId;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which people of a list a request wants.
///
/// @param named whether people with a name are wanted, or those without one; null for both
/// @param search the beginning of a word of the name, without accents and capitals; empty for all people
/// @param people only these; empty for all people
public record PeopleFilter(@Nullable Boolean named, String search, Set<PersonId> people) {
    private static final int MAX_PEOPLE = 256;
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    /// The filter in the query of a call.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public static PeopleFilter of(Call call) {
        Boolean named = call.query("named")
                .map(word -> switch (word) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw new ProblemException(
                                ProblemCode.INVALID_ARGUMENT, "named must be true or false, got: " + word);
                })
                .orElse(null);
        return new PeopleFilter(named, folded(call.query("search").orElse("").strip()), people(call));
    }

    private static Set<PersonId> people(Call call) {
        List<String> numbers = call.queries("person");
        if (numbers.size() > MAX_PEOPLE) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "person must be given at most %d times, got: %d".formatted(MAX_PEOPLE, numbers.size()));
        }
        return numbers.stream().map(PersonId::parse).collect(Collectors.toSet());
    }

    /// The same text for the same filter.
    public String conditions() {
        return "%s %s %s"
                .formatted(named, people.stream().map(PersonId::value).sorted().toList(), search);
    }

    /// Those of these people that the request wants, in the same order.
    public List<ListedPerson> apply(List<ListedPerson> all) {
        return named == null && search.isEmpty() && people.isEmpty()
                ? all
                : all.stream().filter(this::wants).toList();
    }

    private boolean wants(ListedPerson person) {
        String name = person.name();
        return (people.isEmpty() || people.contains(person.id()))
                && (named == null || named == (name != null))
                && (search.isEmpty() || (name != null && (" " + folded(name)).contains(" " + search)));
    }

    private static String folded(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
