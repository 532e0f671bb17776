/** Items with this label are gathered in the first category of the selling screen. */
export const FAVOURITE = 'oblíbené';
