import Sqlite from "better-sqlite3"

/** The least that a durable store could do for a key: its row and a line of audit, in one transaction. */
export function openBareTransactions(path: string) {
  const database = new Sqlite(path)
  database.pragma("journal_mode = wal")
  database.pragma("synchronous = full")
  database.exec("create table keys (name text primary key, line text)")
  database.exec("create table audit (action text, name text)")
  const insert = database.prepare("insert into keys values (?, ?)")
  const remove = database.prepare("delete from keys where name = ?")
  const audit = database.prepare("insert into audit values (?, ?)")
  const insertOne = database.transaction((line: string) => {
    insert.run(line, line)
    audit.run("import", line)
  })
  const deleteOne = database.transaction((line: string) => {
    remove.run(line)
    audit.run("delete", line)
  })
  return {
    insert: (line: string) => void insertOne.immediate(line),
    delete: (line: string) => void deleteOne.immediate(line),
    close: () => void database.close(),
  }
}
