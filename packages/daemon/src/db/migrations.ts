import { accountsKeysAudit } from "./migrations/0001-accounts-keys-audit.ts"
import { peopleProjects } from "./migrations/0002-people-projects.ts"
import { keyPolicy } from "./migrations/0003-key-policy.ts"
import { auditSeals } from "./migrations/0004-audit-seals.ts"
import { daemons } from "./migrations/0005-daemons.ts"
import { keyOwnership } from "./migrations/0006-key-ownership.ts"
import { runningDaemons } from "./migrations/0007-running-daemons.ts"
import { robotsStoppedByAdmins } from "./migrations/0008-robots-stopped-by-admins.ts"
import { whoAskedForProofs } from "./migrations/0009-who-asked-for-proofs.ts"
import { servers } from "./migrations/0010-servers.ts"
import { hostChannel } from "./migrations/0011-host-channel.ts"
import { logins } from "./migrations/0012-logins.ts"
import { foundKeys } from "./migrations/0013-found-keys.ts"
import { keyReplacements } from "./migrations/0014-key-replacements.ts"
import { bundleKeys } from "./migrations/0015-bundle-keys.ts"
import { serverTrust } from "./migrations/0016-server-trust.ts"
import { fetchedScripts } from "./migrations/0017-fetched-scripts.ts"
import { openstack } from "./migrations/0018-openstack.ts"
import { narrowerWrites } from "./migrations/0019-narrower-writes.ts"
import type { Migration } from "./migrations/migration.ts"

/** In the order in which they run; a migration's version is its place here, from 1. Published ones are never changed. */
export const migrations: readonly Migration[] = [
  { name: "accounts, SSH keys, audit", up: accountsKeysAudit },
  { name: "people, projects, one-time links", up: peopleProjects },
  { name: "key policy", up: keyPolicy },
  { name: "audit seals", up: auditSeals },
  { name: "several daemons", up: daemons },
  { name: "proofs of ownership", up: keyOwnership },
  { name: "running daemons", up: runningDaemons },
  { name: "robots stopped by admins", up: robotsStoppedByAdmins },
  { name: "who asked for proofs", up: whoAskedForProofs },
  { name: "servers and accesses", up: servers },
  { name: "host channel", up: hostChannel },
  { name: "login reports", up: logins },
  { name: "found keys", up: foundKeys },
  { name: "key replacements", up: keyReplacements },
  { name: "bundle keys", up: bundleKeys },
  { name: "new tokens and unlocking", up: serverTrust },
  { name: "when a server's script was fetched", up: fetchedScripts },
  { name: "auth tokens and key pairs", up: openstack },
  { name: "narrower writes", up: narrowerWrites },
]
