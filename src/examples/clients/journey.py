"""A journey with a client that openapi-generator makes from the contract: a gallery, three people with photos, a search,
a verification, a list, a new name, a deletion.

    java -jar openapi-generator-cli-7.25.0.jar generate -g python --package-name likeness \\
        --name-mappings copy=copied_photo -i http://127.0.0.1:8080/v1/openapi.yaml -o likeness-python
    pip install ./likeness-python
    python3 journey.py http://127.0.0.1:8080 photos

The folder has two photos of each, ann-1.jpg, ann-2.jpg, bea-1.jpg and so on, and who.jpg, another one of Ann. A server
with keys needs one of scope admin in LIKENESS_KEY.
"""

import base64
import json
import os
import sys
from pathlib import Path

import likeness

GALLERY = "journey"


def main(url, folder):
    configuration = likeness.Configuration(host=url)
    if "LIKENESS_KEY" in os.environ:
        configuration.api_key["apiKey"] = os.environ["LIKENESS_KEY"]
    with likeness.ApiClient(configuration) as client:
        galleries = likeness.GalleriesApi(client)
        people = likeness.PeopleApi(client)
        searches = likeness.SearchApi(client)

        galleries.create_gallery(likeness.NewGallery(name=GALLERY))

        # Adds people, each with two photos. The answer says for each photo what became of it.
        numbers = {}
        for name, key in [("Ann", "E-1"), ("Bea", "E-2"), ("Cem", "E-3")]:
            photos = [str(folder / f"{name.lower()}-{i}.jpg") for i in (1, 2)]
            added = people.add_person(GALLERY, image=photos, name=name, external_id=key)
            enrolled = sum(photo.enrolment == "enrolled" for photo in added.photos)
            print(f"added {name} as #{added.person} with {enrolled} of {len(photos)} photos")
            numbers[name] = added.person

        # A problem has a code to branch on.
        try:
            people.add_person(GALLERY, image=[str(folder / "ann-1.jpg")], name="Ann")
        except likeness.ApiException as e:
            print(f"adding Ann again: {e.status} {json.loads(e.body)['code']}")

        # Who is in another picture?
        found = searches.search(GALLERY, likeness.Search(image=base64_of(folder / "who.jpg"))).faces[0]
        best = found.people[0]
        print(f"who.jpg shows {best.name}: {best.decision}, probability {best.probability:.2f}")

        # Do two pictures show the same person?
        for other in ("ann-1.jpg", "bea-1.jpg"):
            result = searches.verify(
                GALLERY,
                likeness.Comparison(
                    first=likeness.Probe(image=base64_of(folder / "who.jpg")),
                    second=likeness.Probe(image=base64_of(folder / other)),
                ),
            )
            print(f"who.jpg and {other}: {result.decision}")

        people.change_person(GALLERY, numbers["Bea"], likeness.PersonPatch(name="Beatrice"))
        deleted = people.delete_person(GALLERY, numbers["Cem"])
        print(f"deleted Cem with {deleted.faces} faces")
        page = people.list_people(GALLERY, order="name")
        print("people: " + ", ".join(f"{one.name} ({one.external_id})" for one in page.people))

        galleries.delete_gallery(GALLERY)


def base64_of(path):
    return base64.b64encode(path.read_bytes()).decode()


main(sys.argv[1], Path(sys.argv[2]))
