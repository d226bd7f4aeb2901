/** So many values in one statement: SQLite allows 32,766, PostgreSQL 65,535. */
const valuesAtOnce = 10_000

/** What a statement finds for many values, which it is given some at a time. */
export async function inParts<Value, Row>(
  values: readonly Value[],
  find: (part: readonly Value[]) => Promise<Row[]>,
): Promise<Row[]> {
  const found: Row[] = []
  for (let start = 0; start < values.length; start += valuesAtOnce) {
    for (const row of await find(values.slice(start, start + valuesAtOnce))) found.push(row)
  }
  return found
}
