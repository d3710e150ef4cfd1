export { parseText } from './parse-text';
export { writeText } from './write-text';
