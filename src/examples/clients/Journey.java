import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import likeness.ApiClient;
import likeness.ApiException;
import likeness.api.GalleriesApi;
import likeness.api.PeopleApi;
import likeness.api.SearchApi;
import likeness.model.AddedPerson;
import likeness.model.AddedPhoto;
import likeness.model.Comparison;
import likeness.model.NewGallery;
import likeness.model.PersonHit;
import likeness.model.PersonListItem;
import likeness.model.PersonPatch;
import likeness.model.Probe;
import likeness.model.Search;

/// A journey with a client that openapi-generator makes from the contract: a gallery, three people with photos, a
/// search, a verification, a list, a new name, a deletion.
///
///     java -jar openapi-generator-cli-7.25.0.jar generate -g java --library native \
///         --invoker-package likeness --api-package likeness.api --model-package likeness.model \
///         -i http://127.0.0.1:8080/v1/openapi.yaml -o likeness-java
///     mvn -f likeness-java/pom.xml -DskipTests -Dmaven.javadoc.skip package
///     java -cp 'likeness-java/target/*:likeness-java/target/lib/*' Journey.java http://127.0.0.1:8080 photos
///
/// The folder has two photos of each, ann-1.jpg, ann-2.jpg, bea-1.jpg and so on, and who.jpg, another one of Ann. A
/// server with keys needs one of scope admin in `LIKENESS_KEY`.
public final class Journey {
    private static final String GALLERY = "journey";

    private Journey() {}

    public static void main(String[] arguments) throws ApiException, IOException {
        String url = arguments[0];
        Path folder = Path.of(arguments[1]);
        ApiClient client = new ApiClient();
        client.updateBaseUri(url);
        String key = System.getenv("LIKENESS_KEY");
        if (key != null) {
            client.setRequestInterceptor(request -> request.header("X-Api-Key", key));
        }
        GalleriesApi galleries = new GalleriesApi(client);
        PeopleApi people = new PeopleApi(client);
        SearchApi searches = new SearchApi(client);

        galleries.createGallery(new NewGallery().name(GALLERY));

        // Adds people, each with two photos. The answer says for each photo what became of it.
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String name : List.of("Ann", "Bea", "Cem")) {
            List<File> photos = Stream.of(1, 2)
                    .map(i -> folder.resolve("%s-%d.jpg".formatted(name.toLowerCase(Locale.ROOT), i))
                            .toFile())
                    .toList();
            AddedPerson added = people.addPerson(
                    GALLERY, photos, name, "E-" + (numbers.size() + 1), null, null, null, null, null, null);
            long enrolled = added.getPhotos().stream()
                    .filter(photo -> photo.getEnrolment() == AddedPhoto.EnrolmentEnum.ENROLLED)
                    .count();
            System.out.printf(
                    "added %s as #%d with %d of %d photos%n", name, added.getPerson(), enrolled, photos.size());
            numbers.put(name, added.getPerson());
        }

        // A problem has a code to branch on.
        try {
            List<File> photos = List.of(folder.resolve("ann-1.jpg").toFile());
            people.addPerson(GALLERY, photos, "Ann", null, null, null, null, null, null, null);
        } catch (ApiException e) {
            String code = new JsonMapper().readTree(e.getResponseBody()).get("code").asText();
            System.out.printf("adding Ann again: %d %s%n", e.getCode(), code);
        }

        // Who is in another picture?
        Path who = folder.resolve("who.jpg");
        PersonHit best = searches.search(GALLERY, new Search().image(base64(who)))
                .getFaces()
                .get(0)
                .getPeople()
                .get(0);
        System.out.printf(
                Locale.ROOT,
                "who.jpg shows %s: %s, probability %.2f%n",
                best.getName(),
                best.getDecision().getValue(),
                best.getProbability());

        // Do two pictures show the same person?
        for (String other : List.of("ann-1.jpg", "bea-1.jpg")) {
            Comparison pair = new Comparison()
                    .first(new Probe().image(base64(who)))
                    .second(new Probe().image(base64(folder.resolve(other))));
            System.out.printf(
                    "who.jpg and %s: %s%n",
                    other, searches.verify(GALLERY, pair).getDecision().getValue());
        }

        people.changePerson(GALLERY, numbers.get("Bea"), new PersonPatch().name("Beatrice"), null, null);
        int faces = people.deletePerson(GALLERY, numbers.get("Cem"), null, null).getFaces();
        System.out.printf("deleted Cem with %d faces%n", faces);
        List<PersonListItem> all =
                people.listPeople(GALLERY, "name", null, null, null, null, null, null, null).getPeople();
        System.out.println(all.stream()
                .map(one -> "%s (%s)".formatted(one.getName(), one.getExternalId()))
                .collect(Collectors.joining(", ", "people: ", "")));

        galleries.deleteGallery(GALLERY);
    }

    private static String base64(Path picture) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(picture));
    }
}
