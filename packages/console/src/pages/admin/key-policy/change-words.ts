import type { KeyPolicyState } from "@latchkey/contract"
import { keyTypes } from "@latchkey/engine"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

function families({ allowedKeyTypes }: KeyPolicyState["policy"]): string {
  return [...new Set(allowedKeyTypes.map((name) => keyTypes[name].family))].join(", ")
}

/** What differs between two states of the policy, one sentence each. */
export function changeWords(before: KeyPolicyState, after: KeyPolicyState): readonly MessageDescriptor[] {
  const [old, now] = [before.policy, after.policy]
  const words: MessageDescriptor[] = []
  if (families(old) !== families(now)) words.push(msg`Types that can be added: ${families(now)}`)
  if (old.minimumRsaBits !== now.minimumRsaBits) {
    words.push(msg`Smallest RSA key: ${now.minimumRsaBits} bits, was ${old.minimumRsaBits}`)
  }
  if (old.advisedRsaBits !== now.advisedRsaBits) {
    words.push(msg`RSA keys are weak below ${now.advisedRsaBits} bits, was ${old.advisedRsaBits}`)
  }
  if (old.maximumLifetimeDays !== now.maximumLifetimeDays) {
    const { maximumLifetimeDays: days } = now
    words.push(days === null ? msg`Longest lifetime: no limit` : msg`Longest lifetime: ${days} days`)
  }
  if (old.existingKeys !== now.existingKeys) {
    words.push(
      now.existingKeys === "keep"
        ? msg`Keys that are here already go on as they are`
        : msg`The policy holds for keys that are here already`,
    )
  }
  if (before.blockedKeys !== after.blockedKeys) words.push(msg`Blocklist: ${after.blockedKeys} entries`)
  return words.length === 0 ? [msg`Other entries on the blocklist`] : words
}
