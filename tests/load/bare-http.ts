// The reference of http.bench.ts: the least that a daemon could do to list and show keys over HTTP. node:http, prepared
// statements over the same database with the same look-ups (token, account, keys, their number), JSON.stringify.
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import Sqlite from "better-sqlite3"

const database = new Sqlite(process.argv[2], { readonly: true })
const pageSize = 50

const tokenByHash = database.prepare("select account_id from api_tokens where hash = ?").pluck()
const accountById = database.prepare("select * from accounts where id = ?")
const keys = "select * from ssh_keys join key_material using (fingerprint)"
const used = database.prepare(
  `${keys} where ssh_keys.account_id = ? and last_used_at is not null order by last_used_at desc, id desc limit ?`,
)
const unused = database.prepare(
  `${keys} where ssh_keys.account_id = ? and last_used_at is null order by id desc limit ?`,
)
const countByAccount = database.prepare("select count(*) from ssh_keys where account_id = ?").pluck()
const keyById = database.prepare(`${keys} where id = ?`)

const listener = createServer((request, response) => {
  const token = request.headers.authorization?.slice("Bearer ".length) ?? ""
  const account = tokenByHash.get(createHash("sha256").update(token).digest("hex"))
  accountById.get(account)
  const id = request.url?.split("/")[4]
  const answer = id === undefined ? list(account) : rendered(keyById.get(id))
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify(answer))
})

function list(account: unknown) {
  const rows = used.all(account, pageSize)
  if (rows.length < pageSize) rows.push(...unused.all(account, pageSize - rows.length))
  return { items: rows.map(rendered), total: countByAccount.get(account) }
}

function rendered(row: unknown) {
  if (typeof row !== "object" || row === null || !("blob" in row) || !Buffer.isBuffer(row.blob)) return row
  return { ...row, blob: row.blob.toString("base64") }
}

listener.listen(0, "127.0.0.1", () => {
  const address = listener.address()
  if (typeof address === "object") process.stdout.write(`${address?.port}\n`)
})
