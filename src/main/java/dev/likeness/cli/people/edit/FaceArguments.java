package dev.likeness.cli.people.edit;

import dev.likeness.face.FaceId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/// The faces that a command edits.
final class FaceArguments {
    @Parameters(
            paramLabel = "FACE",
            arity = "1..*",
            description = "PHOTO#N, PHOTO alone if it shows one face, or a face's id.")
    private List<String> texts = new ArrayList<>();

    List<FaceId> resolve(TypedReferences references) {
        return texts.stream().map(references::face).toList();
    }
}
