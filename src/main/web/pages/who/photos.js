// The photos of the questions, read before they are shown.

import * as api from '../../api.js';
import {photoOf} from '../../app/face-ids.js';

const KEPT = 12;
const CROP = {size: 256, context: 2};
const WIDTH = 1280;

export class Photos {
  constructor(gallery) {
    Object.assign(this, {gallery, read: new Map()});
  }

  /** The address of a face's picture with its surroundings. */
  crop(face) {
    return api.getFaceCropUrl({gallery: this.gallery, face, ...CROP});
  }

  /** The photo of a question, as `getPhoto` returns it. */
  get({face}) {
    const photo = photoOf(face);
    if (!this.read.has(photo)) {
      const promise = api.getPhoto({gallery: this.gallery, photo});
      promise.catch(() => this.read.delete(photo));
      this.read.set(photo, promise);
      if (this.read.size > KEPT) this.read.delete(this.read.keys().next().value);
    }
    return this.read.get(photo);
  }

  /** Reads the photo and the pictures of a question that comes later. */
  preload(question) {
    this.get(question).catch(() => {});
    const {gallery} = this;
    const pictures = [
      this.crop(question.face),
      api.getPhotoImageUrl({gallery, photo: photoOf(question.face), width: WIDTH}),
      ...question.faces.map((face) => api.getFaceCropUrl({gallery, face})),
    ];
    pictures.forEach((source) => {
      new Image().src = source;
    });
  }
}
