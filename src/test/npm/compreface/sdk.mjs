// Does with the unmodified CompreFace SDK what CompreFaceSdkTest asks for, and prints what came back,
// a line of JSON a step: {"step", "data"} or {"step", "status", "error"}.
import { readFileSync } from 'node:fs';
import { CompreFace } from '@exadel/compreface-js-sdk';

const [server, port, key] = process.argv.slice(2);
// The SDK prints the key when it lists subjects.
const print = console.log;
console.log = () => {};

async function step(name, work) {
  try {
    const answer = await work();
    print(JSON.stringify({ step: name, data: answer?.data ?? answer }));
    return answer;
  } catch (error) {
    print(JSON.stringify({ step: name, status: error.response?.status, error: error.response?.data ?? String(error) }));
    return undefined;
  }
}

const compreface = new CompreFace(server, port);
const recognition = compreface.initFaceRecognitionService(key);
const verification = compreface.initFaceVerificationService(key);
const detection = compreface.initFaceDetectionService(key);
// Each of these objects changes its own URL with some calls, so every step takes a new one.
const faces = () => recognition.getFaceCollection();
const subjects = () => recognition.getSubjects();
const base64 = (file) => readFileSync(file).toString('base64');

await step('add subject', () => subjects().add('Ann'));
await step('add subject again', () => subjects().add('Ann'));
const ann = await step('add face', () => faces().add('./ann1.jpg', 'Ann', { det_prob_threshold: 0.5 }));
await step('add face in base64', () => faces().add(base64('./ann2.jpg'), 'Ann'));
const ben = await step('add face of a new subject', () => faces().add('./ben1.jpg', 'Ben Smith'));
await step('add face of nobody', () => faces().add('./nobody.jpg', 'Ann'));
await step('add face of many', () => faces().add('./both.jpg', 'Ann'));
await step('list subjects', () => subjects().list());
await step('list faces', () => faces().list());
await step('recognise', () => recognition.recognize('./both.jpg', {
  limit: 0, det_prob_threshold: 0.5, prediction_count: 2, face_plugins: 'landmarks,calculator', status: 'true',
}));
await step('recognise nobody', () => recognition.recognize('./nobody.jpg', {}));
await step('verify with face', () => faces().verify('./ann3.jpg', ann?.image_id, { limit: 1 }));
await step('verify with missing face', () => faces().verify('./ann3.jpg', '00000000-0000-4000-8000-000000000000', {}));
await step('verify', () => verification.verify('./ann3.jpg', './both.jpg', { limit: 0 }));
await step('verify in base64', () => verification.verify(base64('./ann3.jpg'), base64('./ann1.jpg'), {}));
await step('detect', () => detection.detect('./both.jpg', { limit: 1, face_plugins: 'landmarks' }));
await step('rename', () => subjects().rename('Ben Smith', 'Ben'));
await step('rename missing', () => subjects().rename('Nobody', 'Somebody'));
await step('delete face', () => faces().delete(ann?.image_id));
await step('delete missing face', () => faces().delete(ann?.image_id));
await step('delete many', () => faces().delete_multiple_images([ben?.image_id, ann?.image_id]));
await step('delete faces of subject', () => faces().delete_all_subject('Ann'));
await step('merge', () => subjects().rename('Ben', 'Ann'));
await step('delete subject', () => subjects().delete('Ann'));
await step('delete missing subject', () => subjects().delete('Ann'));
await step('delete all faces', () => faces().delete_all());
await step('delete all subjects', () => subjects().deleteAll());
const stranger = new CompreFace(server, port).initFaceRecognitionService('00000000-0000-4000-8000-000000000000');
await step('unknown key', () => stranger.getSubjects().list());
