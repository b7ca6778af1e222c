/** The film before a camera: a file of frames that the browser plays in a loop, and a test changes while it plays. */
import { closeSync, openSync, writeSync } from "node:fs";
import { PNG } from "pngjs";

const WIDTH = 1_280;
const HEIGHT = 720;
/** Frames of the film. The browser reads one after the other, so a change is seen after so many. */
const FRAMES = 2;
const FRAME = Buffer.from("FRAME\n");
const HEADER = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F20:1 Ip A1:1 C420jpeg\n`);
const GREY = 96;

/** How a picture lies before the camera. */
export type Pose = {
  /** Side in pixels. Defaults to 420. */
  readonly side?: number;
  /** Degrees. Defaults to 4. */
  readonly turned?: number;
  /** Standard deviation of the noise. Defaults to 4. */
  readonly noise?: number;
};

export class Film {
  readonly file: string;
  #seed = 7;

  constructor(file: string) {
    this.file = file;
    this.clear();
  }

  /** Shows nothing but a grey wall. */
  clear(): void {
    this.#write(Buffer.alloc(WIDTH * HEIGHT, GREY));
  }

  /** Holds a picture before the camera, blurred and noisy as a phone in a hand. */
  show(png: Uint8Array, pose: Pose = {}): void {
    this.#write(this.#pose(PNG.sync.read(Buffer.from(png)), pose));
  }

  #pose({ width, height, data }: PNG, { side = 420, turned = 4, noise = 4 }: Pose): Buffer {
    const luma = Buffer.alloc(WIDTH * HEIGHT);
    const angle = (turned * Math.PI) / 180;
    const [cos, sin, scale] = [Math.cos(angle), Math.sin(angle), width / side];
    const at = (x: number, y: number) => {
      const u = Math.floor((x * cos + y * sin) * scale + width / 2);
      const v = Math.floor((-x * sin + y * cos) * scale + height / 2);
      return u < 0 || v < 0 || u >= width || v >= height ? GREY : (data[(v * width + u) * 4] ?? GREY);
    };
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const [dx, dy] = [x - WIDTH / 2, y - HEIGHT / 2];
        const blurred = (at(dx, dy) + at(dx - 0.6, dy - 0.6) + at(dx + 0.6, dy + 0.6)) / 3;
        luma[y * WIDTH + x] = Math.max(0, Math.min(255, blurred * 0.8 + 20 + this.#noise() * noise));
      }
    }
    return luma;
  }

  #noise(): number {
    const next = () => {
      this.#seed = (this.#seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return this.#seed / 0x7fffffff;
    };
    return (next() + next() + next() - 1.5) * 2;
  }

  /** Writes over the same bytes, because the browser keeps the file open and reads it again in each loop. */
  #write(luma: Buffer): void {
    const colours = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
    const frame = Buffer.concat([FRAME, luma, colours]);
    const file = openSync(this.file, "a+");
    closeSync(file);
    const opened = openSync(this.file, "r+");
    let at = writeSync(opened, HEADER, 0, HEADER.length, 0);
    for (let i = 0; i < FRAMES; i++) at += writeSync(opened, frame, 0, frame.length, at);
    closeSync(opened);
  }
}
