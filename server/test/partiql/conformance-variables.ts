/**
 * Variables that cases use and that the selection has lost: where a file of the suite defines variables twice, it holds only the last
 * definition. Made up so that the expected results follow.
 */
const PRODUCTS = `{
  products: [
    { productId: 1, supplierId: 10, categoryId: 20, numInStock: 1 },
    { productId: 2, supplierId: 10, categoryId: 20, numInStock: 10 },
    { productId: 3, supplierId: 10, categoryId: 21, numInStock: 100 },
    { productId: 4, supplierId: 11, categoryId: 21, numInStock: 1000 },
    { productId: 5, supplierId: 11, categoryId: 21, numInStock: 10000 },
  ],
  suppliers: [{ supplierId: 10 }, { supplierId: 11 }],
  products_sparse: [
    { price_nulls: 1.0, price_missings: 1.0, price_mixed: 1.0 },
    { price_nulls: 2.0, price_missings: 2.0, price_mixed: 2.0 },
    { price_nulls: 3.0, price_missings: 3.0, price_mixed: 3.0 },
    { price_nulls: 4.0, price_missings: 4.0, price_mixed: 4.0 },
    { price_nulls: 5.0, price_missings: 5.0, price_mixed: 5.0 },
    { price_nulls: null, price_mixed: null },
    { price_nulls: null, price_mixed: null },
    { price_nulls: null },
    { price_nulls: null },
    { price_nulls: null },
  ],
}`;

const COURSES = '{ course: [{ sid: "S1", grade: "90%" }, { sid: "S2", grade: "80%" }] }';

const PATHS = `{
  stores: [{ books: [{ title: "A" }, { title: "B" }, { title: "C" }, { title: "D" }] }],
  friends: { kumo: { likes: { mochi: { type: "dog" }, zoe: { type: "human" } } } },
  someList: [{ a: 1 }, { a: 2 }, { a: 3 }],
  e: [{ books: ["b1", "b2"] }],
  a: { b: { c: { d: { e: 5, f: 6 } } } },
}`;

const JOINS = `{
  animals: [{ name: "Kumo", type: "dog" }, { name: "Mochi", type: "dog" }, { name: "Lilikoi", type: "unicorn" }],
  animal_types: [{ id: "dog", is_magic: false }, { id: "cat", is_magic: false }, { id: "unicorn", is_magic: true }],
  table1: [{ id: 1, val: a }, { id: 2, val: b }, { id: 3, val: c }],
  table1_null_row: [{ id: null, val: a }],
}`;

/** By file of the suite; Ion text. */
export const LOST_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['partiql-tests-data/eval/query/group-by/group-by.ion', PRODUCTS],
  ['partiql-tests-data/eval/primitives/operators/like.ion', COURSES],
  ['partiql-tests-data/eval/primitives/path.ion', PATHS],
  ['partiql-tests-data/eval/query/join/joins.ion', JOINS],
]);
