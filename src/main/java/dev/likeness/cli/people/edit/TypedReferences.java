package dev.likeness.cli.people.edit;

import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;

/// Resolves references as users type them, and answers with what they typed instead of a face's id.
final class TypedReferences {
    private final GalleryReferences references;
    private final Map<FaceId, String> typed = new HashMap<>();

    TypedReferences(GalleryReferences references) {
        this.references = references;
    }

    /// As [GalleryReferences#person] does.
    PersonId person(String text) {
        return references.person(text);
    }

    /// As [GalleryReferences#face] does.
    FaceId face(String text) {
        FaceId face = references.face(text);
        String number = "#" + face.ordinal();
        boolean isWhole = text.endsWith(number) || text.equals(face.toString());
        typed.put(face, isWhole ? text : text + number);
        return face;
    }

    /// A text with the faces as they were typed.
    String worded(String text) {
        String worded = text;
        for (Map.Entry<FaceId, String> face : typed.entrySet()) {
            worded = worded.replaceAll(face.getKey() + "\\b", Matcher.quoteReplacement(face.getValue()));
        }
        return worded;
    }
}
