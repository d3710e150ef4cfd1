/** A syntax tree without the places of its nodes. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(withoutPlaces);
  }
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array || node instanceof Map) {
    return node;
  }
  const members = Object.entries(node).filter(([key]) => key !== 'at');
  return Object.fromEntries(members.map(([key, value]) => [key, withoutPlaces(value)]));
}
