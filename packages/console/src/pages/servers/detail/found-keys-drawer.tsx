import type { FoundKey, Server, ServerKeyList } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Drawer } from "@mantine/core"
import styles from "../servers.module.css"
import { FoundKeyItem } from "./found-key-item.tsx"

type Props = {
  server: Server
  mayChange: boolean
  found: readonly FoundKey[]
  keys: ServerKeyList | undefined
  onClose: () => void
}

/** Each key that was found on a server, with what can become of it. */
export default function FoundKeysDrawer({ server, mayChange, found, keys, onClose }: Props) {
  const { t } = useLingui()
  /** Whether nothing else lets anybody in as this login user, or nothing else on the whole server. */
  function isLastWay(key: FoundKey, anywhere: boolean): boolean {
    if (key.decision === "dropped") return false
    const isThere = ({ loginUser }: { readonly loginUser: string }) => anywhere || loginUser === key.loginUser
    const others = found.some((other) => other.id !== key.id && other.decision !== "dropped" && isThere(other))
    const ours = keys?.items.some((item) => item.state === "in-effect" && isThere(item)) === true
    return !others && !ours
  }
  const next = found.find(({ decision }) => decision === "undecided")
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      zIndex={140}
      size={520}
      title={t`Keys found on ${server.name}`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <div className={styles.drawer}>
        <p className={styles.hint}>
          {next !== undefined ? (
            <Trans>A key that you have not decided about opens the server whatever Latchkey says.</Trans>
          ) : (
            <Trans>All of them are decided.</Trans>
          )}
        </p>
        <ul className={styles.foundKeys}>
          {found.map((key) => (
            <FoundKeyItem
              key={key.id}
              server={server}
              foundKey={key}
              mayChange={mayChange}
              isNext={key.id === next?.id}
              isLastOfUser={isLastWay(key, false)}
              isLastOfServer={isLastWay(key, true)}
            />
          ))}
        </ul>
      </div>
    </Drawer>
  )
}
