import { type KeyReplacement, routes } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { api } from "../../../../api.ts"
import { Card } from "../../../../ui/card.tsx"
import { CommandBox } from "../../../../ui/command-box.tsx"
import { fileNameOf } from "../../download.ts"
import styles from "./replace.module.css"
import { progressOf } from "./replacement.ts"

/** So many commands are shown, of places where the new key was not seen yet. */
const commandsShown = 3

function placesQuery(id: string) {
  return queryOptions({
    queryKey: ["servers", "addresses-of", id],
    queryFn: ({ signal }) => api.call(routes.listKeyOpenings, { params: { id } }, signal),
  })
}

/** How to sign in with the new key, which the servers report. */
export function TestStep({ replacement }: { replacement: KeyReplacement }) {
  const { t } = useLingui()
  const { data } = useQuery(placesQuery(replacement.newKey.id))
  const { total, seen } = progressOf(replacement)
  const addresses = new Map(data?.items.map(({ server }) => [server.id, server.address]))
  const file = `~/.ssh/${fileNameOf(replacement.newKey.name, "")}`
  const commands = replacement.places
    .filter(({ newKey }) => newKey !== null && newKey.seenAt === null)
    .map(
      ({ server, loginUser }) =>
        `ssh -i ${file} -o IdentitiesOnly=yes ${loginUser}@${addresses.get(server.id) ?? server.name}`,
    )
  if (total === 0) return null
  return (
    <Card
      title={
        <>
          {t`3. Test it`}{" "}
          <span className={styles.count}>
            {seen}/{total}
          </span>
        </>
      }
      padded
    >
      <div className={styles.step}>
        {commands.length === 0 ? (
          <p>
            <Trans>The new key was seen to work everywhere.</Trans>
          </p>
        ) : (
          <>
            <p>
              <Trans>
                Sign in with the new key: <code>{file}</code> stands for the file that you saved its private key in.
                What the servers report appears above by itself.
              </Trans>
            </p>
            {commands.slice(0, commandsShown).map((command) => (
              <CommandBox key={command} command={command} />
            ))}
          </>
        )}
      </div>
    </Card>
  )
}
