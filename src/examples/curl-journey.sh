#!/bin/sh
# A journey through the HTTP API with curl: create a gallery, upload a photo, create and name a person, list people,
# search, undo, and delete everything again.
#
# Usage: curl-journey.sh URL PICTURE, such as: curl-journey.sh http://127.0.0.1:8080 ann.jpg
# A server with keys needs one of scope admin in LIKENESS_KEY.
set -eu
url=$1
picture=$2
gallery=$url/v1/galleries/curl-journey

# Prints the body of the response. A problem goes to standard error and ends the script.
call() {
    if ! body=$(curl --silent --show-error --fail-with-body ${LIKENESS_KEY:+-H "X-Api-Key: $LIKENESS_KEY"} "$@"); then
        printf '%s\n' "$body" >&2
        exit 1
    fi
    printf '%s\n' "$body"
}

# Sends JSON: METHOD URL BODY.
send() {
    call --request "$1" --header 'Content-Type: application/json' --data "$3" "$2"
}

# The first value of a key in the JSON of a response. Use jq for more.
value() {
    printf '%s\n' "$2" | grep -o "\"$1\":[^,}]*" | head -n 1 | sed 's/^[^:]*://; s/"//g; s/[]]//g'
}

response=$(send POST "$url/v1/galleries" '{"name": "curl-journey"}')
echo "created gallery $(value name "$response")"

response=$(call --form "image=@$picture" "$gallery/photos")
face=$(value face "$response")
echo "found face $face"

response=$(send POST "$gallery/people/split" "{\"faces\": [\"$face\"]}")
person=$(value person "$response")
echo "created person $person"

response=$(send PATCH "$gallery/people/$person" '{"name": "Ann"}')
echo "$(value description "$response")"

response=$(call "$gallery/people?order=name")
echo "first person in the list: $(value name "$response")"

response=$(call --form "image=@$picture" "$gallery/search")
echo "found in the picture: $(value name "$response")"

response=$(call --request POST "$gallery/history/undo")
echo "$(value description "$response")"

call --request DELETE "$gallery" > /dev/null
echo "deleted the gallery"
