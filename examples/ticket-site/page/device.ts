/** True at a computer. A ticket belongs on the phone that its buyer brings to the door. */
export function isComputer(): boolean {
  return matchMedia("(pointer: fine)").matches && !matchMedia("(any-pointer: coarse)").matches;
}
