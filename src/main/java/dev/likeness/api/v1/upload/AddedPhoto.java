package dev.likeness.api.v1.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.api.problem.ItemProblem;
import dev.likeness.engine.contents.AddPhotoResult;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.EnrolmentResult.Candidate;
import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The result for one photo of a request: either `photo` or `problem`. The other keys are there if the request
/// says whom the photos show. Components are keys of the JSON form.
///
/// @param enrolment what became of the photo's face: a word of [EnrolmentResult.Status]
/// @param candidates in a conflict, the people who may be meant; null without any
@JsonInclude(JsonInclude.Include.NON_NULL)
record AddedPhoto(
        String name,
        boolean added,
        @Nullable PhotoDetails photo,
        @Nullable String enrolment,
        @Nullable PersonId person,
        @Nullable FaceId face,
        @Nullable Integer facesInPhoto,
        @Nullable List<Candidate> candidates,
        @Nullable ItemProblem problem) {

    /// A photo of which nobody said whom it shows.
    static AddedPhoto of(String name, AddPhotoResult photo) {
        return new AddedPhoto(name, photo.added(), photo.photo(), null, null, null, null, null, null);
    }

    /// A photo of a person.
    static AddedPhoto of(String name, AddPhotoResult photo, EnrolledPhoto enrolled) {
        return new AddedPhoto(
                name,
                photo.added(),
                photo.photo(),
                enrolled.status().word(),
                enrolled.person(),
                enrolled.face(),
                enrolled.facesInPhoto(),
                enrolled.candidates().isEmpty() ? null : enrolled.candidates(),
                null);
    }

    /// A photo that cannot be read.
    static AddedPhoto failed(String name, ItemProblem problem) {
        return new AddedPhoto(name, false, null, null, null, null, null, null, problem);
    }
}
