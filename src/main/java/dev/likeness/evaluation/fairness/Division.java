package dev.likeness.evaluation.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/// A division of all people into groups by one attribute, or by several together.
final class Division {
    static final String EVERYONE = "everyone";

    private final String name;
    private final List<String> groups;
    private final int[] groupOf;

    private Division(String name, List<String> groups, int[] groupOf) {
        this.name = name;
        this.groups = groups;
        this.groupOf = groupOf;
    }

    private static Division by(String name, List<GroupedPerson> people, Function<GroupedPerson, String> group) {
        List<String> groups =
                List.copyOf(new TreeSet<>(people.stream().map(group).toList()));
        return new Division(
                name,
                groups,
                people.stream()
                        .mapToInt(person -> groups.indexOf(group.apply(person)))
                        .toArray());
    }

    /// All people as one group; then a division by each attribute, and, if there are several, one by all
    /// together.
    static List<Division> of(List<String> attributes, List<GroupedPerson> people) {
        List<Division> divisions = new ArrayList<>();
        divisions.add(by(EVERYONE, people, _ -> EVERYONE));
        for (int i = 0; i < attributes.size(); i++) {
            int attribute = i;
            divisions.add(
                    by(attributes.get(i), people, person -> person.groups().get(attribute)));
        }
        if (attributes.size() > 1) {
            divisions.add(by(String.join(" and ", attributes), people, person -> String.join(", ", person.groups())));
        }
        return divisions;
    }

    /// The names of the attributes.
    String name() {
        return name;
    }

    /// The names of the groups, sorted.
    List<String> groups() {
        return groups;
    }

    /// The number of each person's group.
    int[] groupOf() {
        return groupOf;
    }

    /// The numbers of the people in a group.
    int[] members(int group) {
        return numbers(group, true);
    }

    /// The numbers of the people in all other groups.
    int[] others(int group) {
        return numbers(group, false);
    }

    private int[] numbers(int group, boolean inside) {
        return IntStream.range(0, groupOf.length)
                .filter(person -> (groupOf[person] == group) == inside)
                .toArray();
    }
}
