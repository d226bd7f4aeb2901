import type { KeyPolicyState } from "@latchkey/contract"
import { existingKeysRules, lowestRsaBits, usableKeyTypes } from "@latchkey/core"
import { type KeyType, keyTypes } from "@latchkey/engine"
import { Trans, useLingui } from "@lingui/react/macro"
import { Checkbox, Group, NativeSelect, Radio, Stack } from "@mantine/core"
import styles from "./key-policy.module.css"

type Policy = KeyPolicyState["policy"]
type Props = { policy: Policy; onChange: (policy: Policy) => void }

const families = [...new Set(usableKeyTypes.map((name) => keyTypes[name].family))]
const rsaSizes = [lowestRsaBits, 3072, 4096, 8192]
const lifetimes = [30, 90, 180, 365, 730]

/** The usual choices, and the one that is set when it is another. */
function withCurrent(usual: readonly number[], current: number): readonly number[] {
  return [...new Set([...usual, current])].sort((left, right) => left - right)
}

/** Every setting of the policy but its blocklist. */
export function PolicyFields({ policy, onChange }: Props) {
  const { t } = useLingui()
  const { minimumRsaBits, advisedRsaBits, maximumLifetimeDays: lifetime, existingKeys } = policy
  const bits = (sizes: readonly number[]) => sizes.map((size) => ({ value: String(size), label: t`${size} bits` }))
  const existing = {
    keep: {
      label: t`They go on as they are`,
      description: t`Keys that would be refused today are marked weak. Nobody loses a way in.`,
    },
    apply: {
      label: t`The policy holds for them too`,
      description: t`Keys that would be refused today stop opening at once. Lifetimes that are too long are cut, to no less than 14 days from now.`,
    },
  }
  return (
    <Stack gap={20}>
      <TypeField policy={policy} onChange={onChange} />
      <div className={styles.fields}>
        <NativeSelect
          label={t`Smallest RSA key`}
          description={t`Shorter ones are refused.`}
          value={String(minimumRsaBits)}
          data={bits(withCurrent(rsaSizes, minimumRsaBits))}
          onChange={({ currentTarget }) => {
            const minimum = Number(currentTarget.value)
            onChange({ ...policy, minimumRsaBits: minimum, advisedRsaBits: Math.max(minimum, advisedRsaBits) })
          }}
        />
        <NativeSelect
          label={t`RSA keys are weak below`}
          description={t`They can be added, and are marked.`}
          value={String(advisedRsaBits)}
          data={bits(withCurrent(rsaSizes, advisedRsaBits).filter((size) => size >= minimumRsaBits))}
          onChange={({ currentTarget }) => onChange({ ...policy, advisedRsaBits: Number(currentTarget.value) })}
        />
        <NativeSelect
          label={t`Longest lifetime`}
          description={t`Counted from when a key was added.`}
          value={lifetime === null ? "" : String(lifetime)}
          data={[
            { value: "", label: t`No limit` },
            ...withCurrent(lifetimes, lifetime ?? lifetimes[0] ?? 1).map((days) => ({
              value: String(days),
              label: t`${days} days`,
            })),
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...policy, maximumLifetimeDays: value === "" ? null : Number(value) })
          }
        />
      </div>
      <Radio.Group
        label={t`Keys that are here already`}
        value={existingKeys}
        onChange={(value) => {
          const rule = existingKeysRules.find((name) => name === value)
          if (rule !== undefined) onChange({ ...policy, existingKeys: rule })
        }}
      >
        <Stack gap={10} mt={8}>
          {existingKeysRules.map((rule) => (
            <Radio key={rule} value={rule} {...existing[rule]} />
          ))}
        </Stack>
      </Radio.Group>
    </Stack>
  )
}

function TypeField({ policy, onChange }: Props) {
  const { t } = useLingui()
  const { allowedKeyTypes } = policy
  const namesOf = (family: KeyType["family"]) => usableKeyTypes.filter((name) => keyTypes[name].family === family)
  const isEmpty = allowedKeyTypes.length === 0
  return (
    <Checkbox.Group
      label={t`Types that can be added`}
      value={families.filter((family) => namesOf(family).every((name) => allowedKeyTypes.includes(name)))}
      error={isEmpty ? <Trans>Tick at least one, or nobody could add a key.</Trans> : undefined}
    >
      <Group gap="8px 24px" mt={8}>
        {families.map((family) => (
          <Checkbox
            key={family}
            value={family}
            label={family}
            onChange={({ currentTarget: { checked } }) => {
              const names = namesOf(family)
              const next = usableKeyTypes.filter((name) =>
                names.includes(name) ? checked : allowedKeyTypes.includes(name),
              )
              onChange({ ...policy, allowedKeyTypes: next })
            }}
          />
        ))}
      </Group>
    </Checkbox.Group>
  )
}
