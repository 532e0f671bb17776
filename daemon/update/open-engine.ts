/* What updates the registers of a shop. Loaded once this one sells. */
export { createEngine } from './engine.ts';
export { updateHealth } from './health.ts';
