/** Import this first. A failure is then printed as the sentence that it is, without a stack. */
process.once("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
