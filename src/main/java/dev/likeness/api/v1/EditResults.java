package dev.likeness.api.v1;

import dev.likeness.engine.people.EditResult;
import java.util.List;

/// What several edits did, in the order in which they were applied. Components are keys of the JSON form.
record EditResults(List<EditResult> changes) {
    EditResults {
        changes = List.copyOf(changes);
    }
}
