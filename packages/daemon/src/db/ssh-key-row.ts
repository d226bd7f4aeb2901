import { accountId, type KeyUse, keySources, keyStandings, type SshKey, sshKeyId } from "@latchkey/core"
import { isKeyTypeName, keyTypes } from "@latchkey/engine"
import { type Selectable, sql } from "kysely"
import { flag, fold, oneOf } from "./row.ts"
import type { DatabaseHandle, SshKeyTable } from "./schema.ts"

/** A registration with its key's bytes. */
export type SshKeyRow = Selectable<SshKeyTable> & { blob: Uint8Array | null }

/**
 * All registrations, each with its material. Looked up row by row rather than joined: SQLite compiles a join anew for
 * each value that it is asked with.
 */
export function sshKeyRows(db: DatabaseHandle) {
  return db.selectFrom("ssh_keys").selectAll("ssh_keys").select(materialOfKey)
}

const materialOfKey = sql<Uint8Array | null>`(
  select key_material.blob from key_material where key_material.fingerprint = ssh_keys.fingerprint)`.as("blob")

export function toSshKey(row: SshKeyRow): SshKey {
  if (!isKeyTypeName(row.key_type)) throw new Error("the database holds a key type that this program does not know")
  if (row.blob === null) throw new Error("the database holds a key without its material")
  return {
    id: sshKeyId(row.id),
    accountId: accountId(row.account_id),
    name: row.name,
    keyType: row.key_type,
    bits: row.bits,
    fingerprint: row.fingerprint,
    md5Fingerprint: row.md5_fingerprint,
    comment: row.comment,
    // A copy: drivers give a Buffer, which may share its memory with other rows.
    blob: new Uint8Array(row.blob),
    createdAt: row.created_at,
    source: oneOf(keySources, row.source, "key's source"),
    isDefault: row.is_default === 1,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
    ...(row.verified_at !== null && { verifiedAt: row.verified_at }),
    lastUse: toKeyUse(row),
    standing: oneOf(keyStandings, row.standing, "key's standing"),
  }
}

function toKeyUse(row: SshKeyRow): KeyUse {
  const state = oneOf(["used", "never", "unknown"], row.last_use, "key's last use")
  if (state !== "used") return { state }
  if (row.last_used_at === null) throw new Error("the database holds a used key without a time")
  return {
    state,
    at: row.last_used_at,
    ...(row.last_used_from !== null && { from: row.last_used_from }),
  }
}

export function toRow(key: SshKey): Omit<SshKeyTable, "received_text"> {
  const { lastUse } = key
  return {
    id: key.id,
    account_id: key.accountId,
    fingerprint: key.fingerprint,
    key_type: key.keyType,
    bits: key.bits,
    type_key: `${fold(keyTypes[key.keyType].family)} ${String(key.bits).padStart(6, "0")}`,
    md5_fingerprint: key.md5Fingerprint,
    comment: key.comment,
    source: key.source,
    standing: key.standing,
    created_at: key.createdAt,
    last_use: lastUse.state,
    last_used_at: lastUse.state === "used" ? lastUse.at : null,
    last_used_from: lastUse.state === "used" ? (lastUse.from ?? null) : null,
    ...changeable(key),
  }
}

/** The columns that follow from what may change of a key. */
export function changeable(key: SshKey) {
  return {
    name: key.name,
    name_key: fold(key.name),
    search_text: fold([key.name, key.comment, key.fingerprint, key.md5Fingerprint].join("\n")),
    is_default: flag(key.isDefault),
    expires_at: key.expiresAt ?? null,
    disabled_at: key.disabledAt ?? null,
    verified_at: key.verifiedAt ?? null,
  }
}
