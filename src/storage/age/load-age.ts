/** The encryption, loaded when first needed: it would take longer than most commands that never seal or open anything. */
export const loadAge = () => import('age-encryption')
