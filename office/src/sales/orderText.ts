/** Most characters of an order's number. */
export const MOST_OF_ORDER = 120;

/**
 * What an order's number may be made of: no control characters, no halves of characters, which the database would keep
 * as one and the same sign, and not `.` or `..`, which no address can hold.
 */
export const ORDER_PATTERN = "^(?!\\.{1,2}$)[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]+$";
