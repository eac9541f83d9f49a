// Thousands apart, wherever a number of a network stands in words.

/** Whole numbers within words. @param {string} words */
export const grouped = (words) => words.replace(/(?<![.\d])\d{4,}/g, apart);

/** A whole number. @param {number} count */
export const counted = (count) => apart(String(count));

/** @param {string} digits */
const apart = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");
