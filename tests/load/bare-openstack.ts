// The reference of openstack.bench.ts: the least that a daemon could do to list and show key pairs. node:http, prepared
// statements over the same database with the same look-ups (auth token, account, key pairs), JSON.stringify.
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import Sqlite from "better-sqlite3"

const database = new Sqlite(process.argv[2], { readonly: true })

const accountByToken = database.prepare("select account_id from auth_tokens where hash = ? and expires_at > ?").pluck()
const accountById = database.prepare("select * from accounts where id = ?")
const columns = "name, received_text as public_key, md5_fingerprint as fingerprint"
const pairs = database.prepare(`select ${columns} from ssh_keys where account_id = ? order by name`)
const pairByName = database.prepare(`select ${columns}, created_at from ssh_keys where account_id = ? and name = ?`)

const listener = createServer((request, response) => {
  const hash = createHash("sha256").update(String(request.headers["x-auth-token"])).digest("hex")
  const account = accountByToken.get(hash, Date.now())
  accountById.get(account)
  const name = request.url?.split("/")[5]
  const answer =
    name === undefined
      ? { keypairs: pairs.all(account).map((keypair) => ({ keypair })) }
      : { keypair: pairByName.get(account, name) }
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify(answer))
})

listener.listen(0, "127.0.0.1", () => {
  const address = listener.address()
  if (typeof address === "object") process.stdout.write(`${address?.port}\n`)
})
