/** Levels of the complete subtrees that a tree of `size` leaves consists of, the largest first: the binary digits of `size`. */
export function subtreeLevels(size: number): number[] {
  checkCount('the size of a tree', size);
  const levels: number[] = [];
  let level = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) levels.unshift(level);
    level++;
  }
  return levels;
}

export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be an integer of 0 or more: received ${value}`);
}
