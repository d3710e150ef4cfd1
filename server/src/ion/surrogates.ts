import { IonFormatError } from './ion-format-error';

/** Half of a surrogate pair has no UTF-8; Node would write another character in its place. */
export function hasHalfSurrogate(text: string): boolean {
  return /[\ud800-\udfff]/u.test(text);
}

export function halfSurrogateError(): IonFormatError {
  return new IonFormatError('a text holds half of a surrogate pair, which UTF-8 cannot express');
}
