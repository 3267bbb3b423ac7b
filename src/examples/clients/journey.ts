// A journey with types that openapi-typescript makes from the contract, and openapi-fetch, which calls by them: a gallery,
// three people with photos, a search, a verification, a list, a new name, a deletion.
//
//     npm install
//     npx openapi-typescript http://127.0.0.1:8080/v1/openapi.yaml --default-non-nullable=false -o likeness.ts
//     npx tsc
//     node journey.js http://127.0.0.1:8080 photos
//
// The folder has two photos of each, ann-1.jpg, ann-2.jpg, bea-1.jpg and so on, and who.jpg, another one of Ann. A server
// with keys needs one of scope admin in LIKENESS_KEY.

import {readFile} from 'node:fs/promises';
import createClient from 'openapi-fetch';
import type {components, paths} from './likeness.js';

const [url, folder] = process.argv.slice(2);
const key = process.env.LIKENESS_KEY;
const client = createClient<paths>({baseUrl: url, headers: key ? {'X-Api-Key': key} : {}});
const path = {gallery: 'journey'};

/** The data of an answer, or its problem as an error. */
function require<T>({data, error}: {data?: T; error?: components['schemas']['Problem']}): T {
  if (error) throw new Error(`${error.status} ${error.code}: ${error.detail}`);
  return data as T;
}

/** A form with photos. The types of the contract know a file as a string; what is sent is this form. */
async function photos(...names: string[]) {
  const form = new FormData();
  for (const name of names) {
    form.append('image', new Blob([await readFile(`${folder}/${name}`)], {type: 'image/jpeg'}), name);
  }
  return {body: {image: names}, bodySerializer: () => form};
}

const picture = async (name: string) => ({image: (await readFile(`${folder}/${name}`)).toString('base64')});

require(await client.POST('/v1/galleries', {body: {name: path.gallery}}));

// Adds people, each with two photos. The answer says for each photo what became of it.
const numbers: Record<string, number> = {};
for (const [name, externalId] of [['Ann', 'E-1'], ['Bea', 'E-2'], ['Cem', 'E-3']]) {
  const form = await photos(`${name.toLowerCase()}-1.jpg`, `${name.toLowerCase()}-2.jpg`);
  const added = require(await client.POST('/v1/galleries/{gallery}/people', {
    params: {path, query: {name, externalId}}, ...form,
  }));
  const enrolled = added.photos.filter((photo) => photo.enrolment === 'enrolled').length;
  console.log(`added ${name} as #${added.person} with ${enrolled} of ${added.photos.length} photos`);
  numbers[name] = added.person;
}

// A problem has a code to branch on.
const again = await client.POST('/v1/galleries/{gallery}/people', {
  params: {path, query: {name: 'Ann'}}, ...await photos('ann-1.jpg'),
});
console.log(`adding Ann again: ${again.response.status} ${again.error?.code}`);

// Who is in another picture?
const found = require(await client.POST('/v1/galleries/{gallery}/search', {
  params: {path}, body: await picture('who.jpg'),
}));
const best = found.faces[0].people[0];
console.log(`who.jpg shows ${best.name}: ${best.decision}, probability ${best.probability?.toFixed(2)}`);

// Do two pictures show the same person?
for (const other of ['ann-1.jpg', 'bea-1.jpg']) {
  const result = require(await client.POST('/v1/galleries/{gallery}/verify', {
    params: {path}, body: {first: await picture('who.jpg'), second: await picture(other)},
  }));
  console.log(`who.jpg and ${other}: ${result.decision}`);
}

require(await client.PATCH('/v1/galleries/{gallery}/people/{person}', {
  params: {path: {...path, person: numbers.Bea}}, body: {name: 'Beatrice'},
}));
const deleted = require(await client.DELETE('/v1/galleries/{gallery}/people/{person}', {
  params: {path: {...path, person: numbers.Cem}},
}));
console.log(`deleted Cem with ${deleted.faces} faces`);
const page = require(await client.GET('/v1/galleries/{gallery}/people', {params: {path, query: {order: 'name'}}}));
console.log(`people: ${page.people.map((one) => `${one.name} (${one.externalId})`).join(', ')}`);

require(await client.DELETE('/v1/galleries/{gallery}', {params: {path}}));
