package dev.likeness.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UserActionTest {
    private static final PhotoId PHOTO = new PhotoId("a".repeat(64));
    private static final FaceId FACE = new FaceId(PHOTO, 0);

    static List<Class<?>> actions() {
        return Stream.of(UserAction.class, UserAction.PersonChange.class)
                .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
                .filter(Class::isRecord)
                .filter(type -> !type.equals(UserAction.Combined.class))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void peopleFacesPhotos_everyAction_nameAllThatItHolds(Class<?> type) throws ReflectiveOperationException {
        List<PersonId> people = new ArrayList<>();
        boolean hasFaces = false;
        boolean hasPhotos = false;
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String form = component.getGenericType().getTypeName();
            hasFaces |= form.contains("FaceId");
            hasPhotos |= form.contains("PhotoId");
            types.add(component.getType());
            values.add(value(form, people));
        }
        UserAction action = (UserAction)
                type.getDeclaredConstructor(types.toArray(Class<?>[]::new)).newInstance(values.toArray());

        assertThat(action.people()).containsExactlyInAnyOrderElementsOf(people);
        assertThat(action.faces()).isEqualTo(hasFaces ? List.of(FACE) : List.of());
        assertThat(action.photos()).isEqualTo(hasPhotos ? List.of(PHOTO) : List.of());
    }

    @Test
    void peopleFacesPhotos_combinedAction_nameThoseOfItsParts() {
        PersonId one = new PersonId(1);
        PersonId two = new PersonId(2);
        UserAction action = new UserAction.Combined(List.of(
                new UserAction.Merged(List.of(two), one),
                new UserAction.CoverChosen(one, FACE),
                new UserAction.MarkedNotCopies(List.of(PHOTO))));

        assertThat(action.people()).containsExactly(one, two);
        assertThat(action.faces()).containsExactly(FACE);
        assertThat(action.photos()).containsExactly(PHOTO);
        assertThat(action.subject()).isEqualTo(one);
    }

    @Test
    void combined_ofOneActionOrOfAnUndo_isRejected() {
        UserAction hidden = new UserAction.Hidden(new PersonId(1));

        assertThat(UserAction.Combined.of(List.of(hidden))).isEqualTo(hidden);
        assertThatThrownBy(() -> new UserAction.Combined(List.of(hidden))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserAction.Combined(List.of(hidden, new UserAction.Undone(1))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Object value(String form, List<PersonId> people) {
        boolean list = form.startsWith("java.util.List");
        if (form.contains("PersonId")) {
            PersonId person = new PersonId(people.size() + 1L);
            people.add(person);
            return list ? List.of(person) : person;
        }
        if (form.contains("FaceId")) {
            return list ? List.of(FACE) : FACE;
        }
        return switch (form) {
            case "int" -> 1;
            case "long" -> 1L;
            case "java.lang.String" -> "Ann";
            case "java.time.LocalDate" -> LocalDate.EPOCH;
            default -> List.of(PHOTO);
        };
    }
}
