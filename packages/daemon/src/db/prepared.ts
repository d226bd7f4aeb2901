import {
  type Compilable,
  type CompiledQuery,
  type DialectAdapter,
  type QueryResult,
  type RawBuilder,
  sql,
} from "kysely"
import type { DatabaseHandle } from "./schema.ts"
import { DirectAdapter } from "./sqlite-dialect.ts"

type Value = string | number | null | Uint8Array

type Values<Name extends string> = Readonly<Record<Name, Value>>
type ValueOf<Name extends string> = <T extends Value>(name: Name) => RawBuilder<T>

/** Stands in a compiled statement for a value that is known when it runs. */
class Place {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement that is compiled once for each open database, since that takes longer than running it: the same each time
 * but for the values of these names.
 */
export function prepared<const Name extends string, Row>(
  _names: readonly Name[],
  build: (db: DatabaseHandle, value: ValueOf<Name>) => Compilable<Row>,
): (db: DatabaseHandle, values: Values<Name>) => Promise<QueryResult<Row>> {
  const statementFor = onceForEach((db) => build(db, (name) => sql`${new Place(name)}`).compile())
  return (db, values: Readonly<Record<string, Value>>) => {
    const statement = statementFor(db)
    const parameters = statement.parameters.map((given) => (given instanceof Place ? values[given.name] : given))
    return execute(db, { ...statement, parameters })
  }
}

/** The same for a statement that has a few forms. */
export function preparedForms<const Name extends string, Form extends object, Row>(
  names: readonly Name[],
  build: (db: DatabaseHandle, form: Form, value: ValueOf<Name>) => Compilable<Row>,
): (db: DatabaseHandle, form: Form, values: Values<Name>) => Promise<QueryResult<Row>> {
  const statements = new Map<string, ReturnType<typeof prepared<Name, Row>>>()
  return (db, form, values) => {
    const key = JSON.stringify(form)
    const statement = statements.get(key) ?? prepared(names, (handle, value) => build(handle, form, value))
    statements.set(key, statement)
    return statement(db, values)
  }
}

/** The same for inserting one row, whose columns are the same each time. */
export function preparedInsert<Row extends object>(
  build: (db: DatabaseHandle, row: Row) => Compilable<unknown>,
): (db: DatabaseHandle, row: Row) => Promise<QueryResult<unknown>> {
  // Its parameters are the values of the row, in the order of the columns of the row that it was compiled for.
  const insertFor = onceForEach((db, row: Row) => ({
    statement: build(db, row).compile(),
    columns: Object.keys(row),
  }))
  return (db, row) => {
    const { statement, columns } = insertFor(db, row)
    return execute(db, { ...statement, parameters: columns.map((column) => Reflect.get(row, column)) })
  }
}

/** On the connection itself where there is only one: what Kysely does around a statement takes longer than most of them. */
function execute<Row>(db: DatabaseHandle, query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
  const { adapter } = db.getExecutor()
  const connection = adapter instanceof DirectAdapter ? adapter.connection : undefined
  return connection === undefined ? db.executeQuery(query) : connection.executeQuery<Row>(query)
}

function onceForEach<Made extends object, Rest extends unknown[]>(make: (db: DatabaseHandle, ...rest: Rest) => Made) {
  const madeFor = new WeakMap<DialectAdapter, Made>()
  return (db: DatabaseHandle, ...rest: Rest): Made => {
    // The one thing that a database and its transactions share.
    const { adapter } = db.getExecutor()
    const known = madeFor.get(adapter)
    if (known !== undefined) return known
    const made = make(db, ...rest)
    madeFor.set(adapter, made)
    return made
  }
}
