package dev.likeness.api.v1;

import dev.likeness.engine.people.PeopleOutcome;
import java.util.List;

/// What several edits did, in the order in which they were applied. Components are keys of the JSON form.
record EditResults(List<PeopleOutcome> changes) {
    EditResults {
        changes = List.copyOf(changes);
    }
}
