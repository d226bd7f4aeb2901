import type { Kysely } from "kysely"

/**
 * The tables, as rows come out of either database. Times are milliseconds since 1970 (`bigint`, read as number), flags are
 * 0 or 1, lists and objects are JSON text. Columns that end in `_key` exist to be sorted by, `search_text` to be searched:
 * both are folded by this program, so that two databases with two ideas of letter case agree.
 */
export interface Schema {
  installation: InstallationTable
  accounts: AccountTable
  login_sessions: LoginSessionTable
  api_tokens: ApiTokenTable
  key_material: KeyMaterialTable
  ssh_keys: SshKeyTable
  audit_events: AuditEventTable
  sign_in_failures: SignInFailureTable
  change_heads: ChangeHeadTable
  change_counters: ChangeCounterTable
  periodic_tasks: PeriodicTaskTable
  migrations: MigrationTable
  migration_lock: MigrationLockTable
}

export type DatabaseHandle = Kysely<Schema>

/** One row, made by the first migration. */
interface InstallationTable {
  id: string
  set_up_at: number | null
}

export interface AccountTable {
  id: string
  handle: string
  email: string
  display_name: string
  language: string
  role: string
  publishes_keys: number
  password_hash: string
  created_at: number
  disabled_at: number | null
}

export interface LoginSessionTable {
  id: string
  hash: string
  account_id: string
  created_at: number
  last_seen_at: number
  address: string | null
}

export interface ApiTokenTable {
  id: string
  hash: string
  account_id: string
  name: string
  scopes: string
  created_at: number
  expires_at: number | null
  last_used_at: number | null
  last_used_from: string | null
}

/** A fingerprint and the one account that holds it. */
interface KeyMaterialTable {
  fingerprint: string
  account_id: string
  blob: Uint8Array
}

/** A registration of a key under a name; `account_id` and `fingerprint` together refer to the material. */
export interface SshKeyTable {
  id: string
  account_id: string
  fingerprint: string
  name: string
  name_key: string
  key_type: string
  bits: number
  /** Family, then bits in six digits: "rsa 004096". */
  type_key: string
  md5_fingerprint: string
  comment: string
  search_text: string
  source: string
  is_weak: number
  is_default: number
  created_at: number
  expires_at: number | null
  disabled_at: number | null
  verified_at: number | null
  /** "used", "never" or "unknown"; `last_used_at` is there exactly when it is "used". */
  last_use: string
  last_used_at: number | null
  last_used_from: string | null
}

export interface AuditEventTable {
  id: string
  at: number
  action: string
  outcome: string
  actor_account_id: string | null
  actor_handle: string | null
  actor_token_id: string | null
  target_kind: string
  target_id: string
  target_name: string
  target_account_id: string
  door: string
  address: string | null
  request_id: string
  before: string | null
  after: string | null
}

interface SignInFailureTable {
  kind: string
  key: string
  count: number
  last_at: number
}

/** How far a daemon's changes go; see `ChangeCounters`. */
interface ChangeHeadTable {
  daemon_id: string
  version: number
}

interface ChangeCounterTable {
  daemon_id: string
  audience: string
  topic: string
  version: number
}

/** `version` moves whenever a daemon has claimed the task, and while it is at it. */
interface PeriodicTaskTable {
  name: string
  version: number
}

interface MigrationTable {
  version: number
  name: string
  applied_at: number
}

/** One row, which whoever migrates holds. */
interface MigrationLockTable {
  id: number
}
