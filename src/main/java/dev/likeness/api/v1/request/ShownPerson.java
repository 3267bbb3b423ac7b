package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.Enrolment.OnConflict;
import dev.likeness.face.PersonName;
import org.jspecify.annotations.Nullable;

/// The person whom the photos of a request show.
///
/// @param name null if the request names nobody
public record ShownPerson(@Nullable String name, OnConflict onConflict) {

    /// The person in the query of a call.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public static ShownPerson of(Call call) {
        String name = call.query("person").map(PersonName::of).orElse(null);
        String word = call.query("onConflict").orElse("keep");
        OnConflict onConflict = switch (word) {
            case "keep" -> OnConflict.KEEP;
            case "move" -> OnConflict.MOVE;
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "onConflict must be keep or move, got: " + word);
        };
        if (name == null && call.query("onConflict").isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "onConflict requires person");
        }
        return new ShownPerson(name, onConflict);
    }
}
