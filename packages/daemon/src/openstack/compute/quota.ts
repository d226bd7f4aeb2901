import type { Microversion } from "./microversion.ts"

/** What a quota set or the limits hold, each with the microversion 2.N from which it is no longer told. */
type Row = readonly [name: string, value: number, until?: number]

/** Of no limit. What there is not here has the defaults of Nova, which clients expect to find. */
const unlimited = -1

/** A quota set. @param keyPairs how many key pairs one may have */
export function quotaSet(keyPairs: number, version: Microversion) {
  const rows: readonly Row[] = [
    ["cores", 20],
    ["fixed_ips", unlimited, 36],
    ["floating_ips", unlimited, 36],
    ["injected_file_content_bytes", 10_240, 57],
    ["injected_file_path_bytes", 255, 57],
    ["injected_files", 5, 57],
    ["instances", 10],
    ["key_pairs", keyPairs],
    ["metadata_items", 128],
    ["ram", 51_200],
    ["security_group_rules", unlimited, 36],
    ["security_groups", unlimited, 36],
    ["server_group_members", 10],
    ["server_groups", 10],
  ]
  return toldIn(version, rows)
}

/** The same as limits, with what is used of them. */
export function absoluteLimits(keyPairs: number, version: Microversion) {
  const rows: readonly Row[] = [
    ["maxTotalInstances", 10],
    ["maxTotalCores", 20],
    ["maxTotalRAMSize", 51_200],
    ["maxServerMeta", 128],
    ["maxImageMeta", 128, 39],
    ["maxPersonality", 5, 57],
    ["maxPersonalitySize", 10_240, 57],
    ["maxTotalKeypairs", keyPairs],
    ["maxServerGroups", 10],
    ["maxServerGroupMembers", 10],
    ["maxTotalFloatingIps", unlimited, 36],
    ["maxSecurityGroups", unlimited, 36],
    ["maxSecurityGroupRules", unlimited, 36],
    ["totalRAMUsed", 0],
    ["totalCoresUsed", 0],
    ["totalInstancesUsed", 0],
    ["totalFloatingIpsUsed", 0, 36],
    ["totalSecurityGroupsUsed", 0, 36],
    ["totalServerGroupsUsed", 0],
  ]
  return toldIn(version, rows)
}

function toldIn({ minor }: Microversion, rows: readonly Row[]): Record<string, number> {
  const told = rows.filter(([, , until = Number.POSITIVE_INFINITY]) => minor < until)
  return Object.fromEntries(told.map(([name, value]) => [name, value]))
}
