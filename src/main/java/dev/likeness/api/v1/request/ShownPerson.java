package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.people.Enrolment.OnConflict;
import dev.likeness.engine.people.Enrolment.Target;
import org.jspecify.annotations.Nullable;

/// The person whom the photos of a request show.
///
/// @param target null if the request does not say
public record ShownPerson(@Nullable Target target, OnConflict onConflict) {

    /// The person in the query of a call: `person` or `externalId`, or both.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public static ShownPerson of(Call call) {
        String name = call.query("person").orElse(null);
        String externalId = call.query("externalId").orElse(null);
        if (name == null && externalId == null && call.query("onConflict").isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "onConflict requires person or externalId");
        }
        Target target = name == null ? null : new Target.Named(name);
        return new ShownPerson(externalId == null ? target : new Target.External(externalId, name), onConflict(call));
    }

    /// The new person in the query of a call: `name`, `externalId`, both or neither.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    public static ShownPerson newPerson(Call call) {
        return new ShownPerson(
                new Target.NewPerson(
                        call.query("name").orElse(null),
                        call.query("externalId").orElse(null),
                        call.flag("sameName")),
                onConflict(call));
    }

    private static OnConflict onConflict(Call call) {
        String word = call.query("onConflict").orElse("keep");
        return switch (word) {
            case "keep" -> OnConflict.KEEP;
            case "move" -> OnConflict.MOVE;
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "onConflict must be keep or move, got: " + word);
        };
    }
}
