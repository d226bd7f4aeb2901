import { accountId, type KeyPair, type KeyPairStore, sshKeyId, type X509KeyPair, x509KeyPairId } from "@latchkey/core"
import { formatPublicKey, isKeyTypeName } from "@latchkey/engine"
import { type RawBuilder, sql } from "kysely"
import type { X509KeyPairTable } from "./openstack-tables.ts"
import { prepared, preparedInsert } from "./prepared.ts"
import { present } from "./row.ts"
import type { DatabaseHandle } from "./schema.ts"

/** A row of either table. `public_key` is missing where it has to be written from the key's blob. */
interface KeyPairRow {
  id: string
  account_id: string
  name: string
  created_at: number
  fingerprint: string
  public_key: string | null
  /** Of an SSH key alone, as what follows. */
  key_type: string | null
  bits: number | null
  comment: string | null
  blob: Uint8Array | null
}

const blob = sql<Uint8Array | null>`case when ssh_keys.received_text is null then (
  select key_material.blob from key_material where key_material.fingerprint = ssh_keys.fingerprint) end`

// SQLite compiles a statement anew for a parameter that stands by itself in a condition of a table with partial indexes,
// or as the limit: hence the sub-select and the sum.
function sshRows(db: DatabaseHandle, account: RawBuilder<string>) {
  return db
    .selectFrom("ssh_keys")
    .where("account_id", "=", sql<string>`(select ${account})`)
    .select([
      "id",
      "account_id",
      "name",
      "created_at",
      "md5_fingerprint as fingerprint",
      "received_text as public_key",
      sql<string | null>`key_type`.as("key_type"),
      sql<number | null>`bits`.as("bits"),
      sql<string | null>`comment`.as("comment"),
      blob.as("blob"),
    ])
}

function x509Rows(db: DatabaseHandle, account: RawBuilder<string>) {
  return db
    .selectFrom("x509_key_pairs")
    .where("account_id", "=", sql<string>`(select ${account})`)
    .select([
      "id",
      "account_id",
      "name",
      "created_at",
      "fingerprint",
      sql<string | null>`certificate`.as("public_key"),
      sql<string | null>`null`.as("key_type"),
      sql<number | null>`null`.as("bits"),
      sql<string | null>`null`.as("comment"),
      sql<Uint8Array | null>`null`.as("blob"),
    ])
}

const page = prepared(["account", "after", "limit"], (db, value) =>
  sshRows(db, value<string>("account"))
    .where("name", ">", sql<string>`(select ${value("after")})`)
    .unionAll(x509Rows(db, value<string>("account")).where("name", ">", sql<string>`(select ${value("after")})`))
    .orderBy("name")
    .limit(sql<number>`${value("limit")} + 0`),
)

const byName = prepared(["account", "name"], (db, value) =>
  sshRows(db, value<string>("account"))
    .where("name", "=", value<string>("name"))
    .unionAll(x509Rows(db, value<string>("account")).where("name", "=", value<string>("name"))),
)

const certificateByName = prepared(["account", "name"], (db, value) =>
  db
    .selectFrom("x509_key_pairs")
    .select("id")
    .where("account_id", "=", value<string>("account"))
    .where("name", "=", value<string>("name")),
)

const countOfAccount = prepared(["account"], (db, value) =>
  db.selectNoFrom(({ selectFrom, fn }) => [
    selectFrom("ssh_keys")
      .where("account_id", "=", value<string>("account"))
      .select(fn.countAll<number>().as("count"))
      .as("ssh"),
    selectFrom("x509_key_pairs")
      .where("account_id", "=", value<string>("account"))
      .select(fn.countAll<number>().as("count"))
      .as("x509"),
  ]),
)

const insertRow = preparedInsert((db, row: X509KeyPairTable) =>
  db
    .insertInto("x509_key_pairs")
    .values(row)
    .onConflict((conflict) => conflict.columns(["account_id", "name"]).doNothing()),
)

export function keyPairStore(db: DatabaseHandle): KeyPairStore {
  return {
    async list(account, limit, after = "") {
      return (await page(db, { account, after, limit })).rows.map(toKeyPair)
    },

    async find(account, name) {
      const [row] = (await byName(db, { account, name })).rows
      return row && toKeyPair(row)
    },

    async count(account) {
      const [row] = (await countOfAccount(db, { account })).rows
      return (row?.ssh ?? 0) + (row?.x509 ?? 0)
    },

    async hasX509(account, name) {
      return (await certificateByName(db, { account, name })).rows.length > 0
    },

    async listX509(account) {
      const query = db.selectFrom("x509_key_pairs").selectAll().where("account_id", "=", account)
      return (await query.orderBy("name").execute()).map(toX509KeyPair)
    },

    async insertX509({ id, accountId: account, name, publicKey, fingerprint, createdAt }) {
      const row = { id, account_id: account, name, certificate: publicKey, fingerprint, created_at: createdAt }
      return (await insertRow(db, row)).numAffectedRows === 1n
    },

    async deleteX509(id) {
      await db.deleteFrom("x509_key_pairs").where("id", "=", id).execute()
    },
  }
}

function toX509KeyPair(row: X509KeyPairTable): X509KeyPair {
  return {
    type: "x509",
    id: x509KeyPairId(row.id),
    accountId: accountId(row.account_id),
    name: row.name,
    createdAt: row.created_at,
    publicKey: row.certificate,
    fingerprint: row.fingerprint,
  }
}

function toKeyPair(row: KeyPairRow): KeyPair {
  const facts = { accountId: accountId(row.account_id), name: row.name, createdAt: row.created_at }
  if (row.key_type === null) return toX509KeyPair({ ...row, certificate: present(row.public_key, "certificate") })
  return {
    type: "ssh",
    id: sshKeyId(row.id),
    ...facts,
    publicKey: row.public_key ?? canonicalLine(row),
    fingerprint: row.fingerprint.replace("MD5:", ""),
  }
}

function canonicalLine({ key_type: type, bits, comment, blob }: KeyPairRow): string {
  if (type === null || !isKeyTypeName(type)) {
    throw new Error("the database holds a key type that this program does not know")
  }
  return formatPublicKey({
    type,
    bits: present(bits, "key's bits"),
    comment: present(comment, "key's comment"),
    blob: present(blob, "key's material"),
  })
}
