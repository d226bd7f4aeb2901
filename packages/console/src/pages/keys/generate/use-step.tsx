import type { SshKey } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { Button, Tabs } from "@mantine/core"
import { useState } from "react"
import { TestLogin } from "../../../gateway/test-login.tsx"
import { CommandBox } from "../../../ui/command-box.tsx"
import layout from "../../../ui/dialog.module.css"
import detail from "../detail/detail.module.css"
import { fileNameOf } from "../download.ts"
import { useHolder } from "../holder.tsx"
import type { Described } from "./describe-step.tsx"
import styles from "./generate.module.css"
import { fileKinds } from "./key-kinds.ts"
import { commandsFor, likelySystem, placeOf, type System, systems } from "./use-commands.ts"

type Props = { described: Described; sshKey: SshKey; onDone: () => void }

/** What to do with the saved file on each kind of computer, and the login that shows that it works. */
export function UseStep({ described, sshKey, onDone }: Props) {
  const { t } = useLingui()
  const { query } = useHolder()
  const [system, setSystem] = useState<System>(() => likelySystem(navigator.userAgent, described.formats))
  const names = { linux: "Linux", macos: "macOS", windows: "Windows", putty: "PuTTY" } as const
  const format = described.formats.find((each) => each !== "ppk") ?? "openssh"
  const ending = fileKinds.find((kind) => kind.format === format)?.ending ?? ""
  const file = fileNameOf(sshKey.name, ending)
  return (
    <>
      <div className={layout.body}>
        <Tabs
          value={system}
          variant="none"
          classNames={{ list: detail.formats, tab: detail.format }}
          onChange={(value) => setSystem(systems.find((each) => each === value) ?? "linux")}
        >
          <Tabs.List aria-label={t`Your computer`}>
            {systems.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {names[each]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {systems.map((each) => (
            <Tabs.Panel key={each} value={each} className={styles.commands}>
              {each === "putty" ? (
                <ol className={styles.putty}>
                  <li>
                    <Trans>
                      In PuTTY open Connection &gt; SSH &gt; Auth &gt; Credentials, then Browse to{" "}
                      <code>{fileNameOf(sshKey.name, ".ppk")}</code>.
                    </Trans>
                  </li>
                  <li>
                    <Trans>Or open the file in Pageant once, and every PuTTY, WinSCP and FileZilla has it.</Trans>
                  </li>
                  {described.formats.includes("ppk") ? null : (
                    <li>
                      <Trans>
                        You saved no .ppk file: PuTTYgen makes one of yours with Conversions &gt; Import key.
                      </Trans>
                    </li>
                  )}
                </ol>
              ) : (
                <>
                  {commandsFor(each, file).map((command) => (
                    <CommandBox key={command} command={command} prompt={each === "windows" ? "PS>" : "$"} />
                  ))}
                  <p className={styles.aside}>
                    <Trans>Saved in another folder? Write its name in place of Downloads.</Trans>
                  </p>
                </>
              )}
            </Tabs.Panel>
          ))}
        </Tabs>
        {system !== "putty" ? (
          <TestLogin
            holder={query}
            keyFile={placeOf(system, file)}
            client={system === "windows" ? "ssh-on-windows" : "ssh"}
          />
        ) : described.formats.includes("ppk") ? (
          <TestLogin holder={query} keyFile={`$HOME\\Downloads\\${fileNameOf(sshKey.name, ".ppk")}`} client="plink" />
        ) : (
          <TestLogin holder={query} client="plink" />
        )}
      </div>
      <div className={layout.footer}>
        <Button data-autofocus variant="filled" onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
