import { accountsKeysAudit } from "./migrations/0001-accounts-keys-audit.ts"
import { daemons } from "./migrations/0005-daemons.ts"
import type { Migration } from "./migrations/migration.ts"

/** In the order in which they run; a migration's version is its place here, from 1. Published ones are never changed. */
export const migrations: readonly Migration[] = [
  { name: "accounts, SSH keys, audit", up: accountsKeysAudit },
  { name: "several daemons", up: daemons },
]
