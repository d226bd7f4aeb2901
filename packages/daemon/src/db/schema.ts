import type { Kysely } from "kysely"
import type { LoginReportIdTable, LoginReportTable } from "./login-tables.ts"
import type { AuthTokenTable, X509KeyPairTable } from "./openstack-tables.ts"
import type {
  HostSignerTable,
  ServerTokenOrderTable,
  ServerUnlockTable,
  ServerWrongLettersTable,
} from "./server-trust-tables.ts"

/**
 * The tables, as rows come out of either database. Times are milliseconds since 1970 (`bigint`, read as number), flags are
 * 0 or 1, lists and objects are JSON text. Columns that end in `_key` exist to be sorted by, `search_text` to be searched:
 * both are folded by this program, so that two databases with two ideas of letter case agree.
 */
export interface Schema {
  installation: InstallationTable
  accounts: AccountTable
  projects: ProjectTable
  memberships: MembershipTable
  links: LinkTable
  login_reports: LoginReportTable
  login_report_ids: LoginReportIdTable
  login_sessions: LoginSessionTable
  api_tokens: ApiTokenTable
  auth_tokens: AuthTokenTable
  x509_key_pairs: X509KeyPairTable
  key_material: KeyMaterialTable
  ssh_keys: SshKeyTable
  key_policy: KeyPolicyTable
  blocked_keys: BlockedKeyTable
  ownership_challenges: OwnershipChallengeTable
  key_claims: KeyClaimTable
  servers: ServerTable
  server_accesses: ServerAccessTable
  bundle_signing_keys: BundleSigningKeyTable
  host_signers: HostSignerTable
  server_token_orders: ServerTokenOrderTable
  server_unlocks: ServerUnlockTable
  server_wrong_letters: ServerWrongLettersTable
  host_bundles: HostBundleTable
  host_lines: HostLineTable
  host_accounts: HostAccountTable
  host_removals: HostRemovalTable
  found_keys: FoundKeyTable
  key_replacements: KeyReplacementTable
  replaced_places: ReplacedPlaceTable
  audit_events: AuditEventTable
  audit_seals: AuditSealTable
  audit_signing_keys: AuditSigningKeyTable
  sign_in_failures: SignInFailureTable
  change_heads: ChangeHeadTable
  change_counters: ChangeCounterTable
  periodic_tasks: PeriodicTaskTable
  daemons: DaemonTable
  migrations: MigrationTable
  migration_lock: MigrationLockTable
}

export type DatabaseHandle = Kysely<Schema>

/** Whether the database has a table yet. */
export async function hasTable(db: DatabaseHandle, table: keyof Schema): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: false })
  return tables.some(({ name }) => name === table)
}

/** One row, made by the first migration. */
interface InstallationTable {
  id: string
  set_up_at: number | null
}

/**
 * A person or a robot: `email`, `language`, `theme`, `role` and `password_hash` are a person's, `project_id` and
 * `disabled_by_admin` are a robot's.
 */
export interface AccountTable {
  id: string
  kind: string
  handle: string
  email: string | null
  display_name: string
  language: string | null
  theme: string | null
  role: string | null
  publishes_keys: number
  password_hash: string | null
  key_quota: number
  project_id: string | null
  created_at: number
  disabled_at: number | null
  disabled_by_admin: number
  revision: number
  search_text: string
}

export interface ProjectTable {
  id: string
  name: string
  name_key: string
  /** Set for the personal project of an account. */
  personal_account_id: string | null
  server_quota: number
  created_at: number
}

export interface MembershipTable {
  project_id: string
  account_id: string
  role: string
  since: number
}

/** A one-time link; which of the nullable columns it has follows from its kind. */
export interface LinkTable {
  id: string
  hash: string
  kind: string
  handle: string | null
  account_id: string | null
  project_id: string | null
  project_role: string | null
  created_by: string
  created_at: number
  expires_at: number
}

export interface LoginSessionTable {
  id: string
  hash: string
  account_id: string
  created_at: number
  last_seen_at: number
  address: string | null
  device: string | null
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
  /** What the key policy makes of it: "good", "weak" or "stopped". */
  standing: string
  is_default: number
  created_at: number
  expires_at: number | null
  disabled_at: number | null
  verified_at: number | null
  /** "used", "never" or "unknown"; `last_used_at` is there exactly when it is "used". */
  last_use: string
  last_used_at: number | null
  last_used_from: string | null
  /** What an OpenStack client sent, byte for byte. */
  received_text: string | null
}

/** At most one row: the policy, once somebody has changed it. */
export interface KeyPolicyTable {
  single_row: number
  revision: number
  allowed_key_types: string
  minimum_rsa_bits: number
  advised_rsa_bits: number
  maximum_lifetime_days: number | null
  existing_keys: string
  blocked_keys: number
  changed_at: number
  changed_by: string
  changed_by_handle: string
  changed_what: string
}

/** A fingerprint that no key may have, "SHA256:..." or "MD5:...". */
interface BlockedKeyTable {
  fingerprint: string
}

/** A proof that is asked for. */
export interface OwnershipChallengeTable {
  id: string
  account_id: string
  fingerprint: string
  blob: Uint8Array
  comment: string
  code: string
  created_at: number
  expires_at: number
  asked_by: string
  /** "login_session" or "api_token", and which one. */
  asked_with: string
  asked_with_id: string
}

/** A proof that another account's key is the claimant's. */
export interface KeyClaimTable {
  id: string
  fingerprint: string
  blob: Uint8Array
  comment: string
  claimant_id: string
  holder_id: string
  holder_key_name: string
  proven_at: number
  takes_effect_at: number
  state: string
  reason: string | null
}

/** A server; `host_keys` are public lines, `login_users` names. Its token and its enrolment code are kept as hashes. */
export interface ServerTable {
  id: string
  project_id: string
  name: string
  name_key: string
  kind: string
  address: string | null
  created_by: string
  created_at: number
  state: string
  stale_policy: string
  host_keys: string
  login_users: string
  sshd_version: string | null
  enrolled_at: number | null
  confirmed_at: number | null
  last_contact_at: number | null
  clock_offset: number | null
  last_login_at: number | null
  logins_left_out: number
  version: number
  acknowledged_version: number
  acknowledged_at: number | null
  problem: string | null
  /** A list of login users and reasons. */
  unmanaged: string
  /** When it said last which keys it found. */
  found_reported_at: number | null
  token_hash: string | null
  code_hash: string | null
  code_created_by: string | null
  code_expires_at: number | null
  script_fetched_at: number | null
}

/** Which keys open a login user of a server: `key_id` or `account_id` is there as `subject_kind` says. */
export interface ServerAccessTable {
  id: string
  server_id: string
  login_user: string
  subject_kind: string
  key_id: string | null
  account_id: string | null
  options: string
  break_glass: number
  created_by: string
  created_at: number
}

/** The public half of a key that signs bundles: `ssh-ed25519` and base64. */
interface BundleSigningKeyTable {
  public_key: string
  state: string
  added_at: number
}

/** A server's newest bundle, whose version the server's row has. */
interface HostBundleTable {
  server_id: string
  issued_at: number
  /** A list of names. */
  login_users: string
  /** Its stale policy, and the first of the versions since which it is this one. */
  stale: string
  stale_since: number
  hash: string
}

/** A line of a server's newest bundle. */
export interface HostLineTable {
  server_id: string
  login_user: string
  key_id: string
  account_id: string
  fingerprint: string
  options: string
  added_version: number
  added_at: number
  in_effect_at: number | null
}

/** That a server's bundle has, or once had, lines of an account. */
export interface HostAccountTable {
  account_id: string
  server_id: string
}

/** A line that was taken out of a server's bundle. */
export interface HostRemovalTable {
  server_id: string
  login_user: string
  key_id: string
  account_id: string
  fingerprint: string
  removed_version: number
  removed_at: number
  in_effect_at: number | null
}

/** A key that a server found; `bundled_decision` is what its bundle of `bundled_version` says of it. */
export interface FoundKeyTable {
  id: string
  server_id: string
  login_user: string
  fingerprint: string
  /** Type and base64. */
  public_key: string
  comment: string
  options: string
  decision: string
  bundled_decision: string
  bundled_version: number
  seen_at: number
}

/** One key in the place of another, both of one account. */
export interface KeyReplacementTable {
  old_key_id: string
  new_key_id: string
  account_id: string
  remove_after_login: number
  started_at: number
}

/** A login user of a server where a key is being replaced: when the new one was seen there, and the old one removed. */
export interface ReplacedPlaceTable {
  old_key_id: string
  server_id: string
  login_user: string
  seen_at: number | null
  removed_at: number | null
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
  target_fingerprint: string | null
  door: string
  address: string | null
  request_id: string
  before: string | null
  after: string | null
  /** Where it stands in the chain, and its link; both from the moment at which it is sealed. */
  chain_place: number | null
  chain_link: string | null
}

/** A seal over the chain of audit events up to a place; `pruned_at` when retention removed those events. */
export interface AuditSealTable {
  number: number
  place: number
  link: string
  sealed_at: number
  newest_at: number
  signed_at: number | null
  signed_by: string | null
  signature: string | null
  pruned_at: number | null
}

/** The public half of a key that signs seals. */
interface AuditSigningKeyTable {
  public_key: string
  added_at: number
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

/** `beat` moves while the daemon runs; see `DaemonBeats`. */
interface DaemonTable {
  id: string
  beat: number
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
