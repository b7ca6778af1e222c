/** Mistakes in files are told as the SDK tells those of event documents. */
export {
  decodeText,
  describeMistake,
  type Mistake,
  MistakeList,
  meant,
} from "../../../sdk/src/documents/mistakes.ts";
