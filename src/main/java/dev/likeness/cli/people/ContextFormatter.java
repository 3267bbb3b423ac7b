package dev.likeness.cli.people;

import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.relations.FaceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Says in words what a photo's surroundings say for the person of a face.
public final class ContextFormatter {
    private ContextFormatter() {}

    /// As in `taken 40 s after /photos/1.jpg, which clearly shows this person and 2 of the others here`.
    public static String text(FaceContext context) {
        List<String> reasons = new ArrayList<>();
        FaceContext.Moment moment = context.moment();
        if (moment != null) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "taken %.0f s %s %s, which clearly shows this person%s",
                    Math.abs(moment.seconds()),
                    moment.seconds() < 0 ? "before" : "after",
                    moment.path() == null ? "photo " + moment.photo() : moment.path(),
                    moment.samePeople() == 0 ? "" : " and %d of the others here".formatted(moment.samePeople())));
        }
        FaceContext.Company company = context.company();
        if (company != null) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "in %,d other photos with %s",
                    company.photos(),
                    TextTable.person(company.person(), company.name())));
        }
        return String.join("; ", reasons);
    }
}
