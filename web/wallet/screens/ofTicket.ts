/** The screens of a ticket that is kept, which load together. */
export { CodeScreen } from "./CodeScreen.tsx";
export { TicketScreen } from "./TicketScreen.tsx";
