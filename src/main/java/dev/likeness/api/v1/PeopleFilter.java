package dev.likeness.api.v1;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.PersonListItem;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which people of a list a request wants.
///
/// @param named whether people with a name are wanted, or those without one; null for both
/// @param search the beginning of a word of the name, without accents and capitals; empty for all people
record PeopleFilter(@Nullable Boolean named, String search) {
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    static PeopleFilter of(Call call) {
        Boolean named = call.query("named")
                .map(word -> switch (word) {
                    case "true" -> true;
                    case "false" -> false;
                    default ->
                        throw new ProblemException(
                                ProblemCode.INVALID_ARGUMENT, "named must be true or false, got: " + word);
                })
                .orElse(null);
        return new PeopleFilter(named, folded(call.query("search").orElse("").strip()));
    }

    List<PersonListItem> apply(List<PersonListItem> people) {
        return named == null && search.isEmpty()
                ? people
                : people.stream().filter(this::wants).toList();
    }

    private boolean wants(PersonListItem person) {
        String name = person.name();
        return (named == null || named == (name != null))
                && (search.isEmpty() || (name != null && (" " + folded(name)).contains(" " + search)));
    }

    private static String folded(String text) {
        return ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}
