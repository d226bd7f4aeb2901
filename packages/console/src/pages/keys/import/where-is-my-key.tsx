import { Trans, useLingui } from "@lingui/react/macro"
import { Accordion } from "@mantine/core"
import { CommandBox } from "../../../ui/command-box.tsx"
import type { GuideName } from "../../guides/guide.ts"
import { GuideLink } from "../../guides/guide-link.tsx"
import styles from "./import.module.css"

/** Helps people who do not know where their public key is. */
export function WhereIsMyKey() {
  const { t } = useLingui()
  return (
    <section className={styles.where} aria-label={t`Where is my public key?`}>
      <h2>
        <Trans>Where is my public key?</Trans>
      </h2>
      <Accordion chevronPosition="left" className={styles.places}>
        <Accordion.Item value="unix">
          <Accordion.Control>
            <Trans>Linux and macOS</Trans>
          </Accordion.Control>
          <Accordion.Panel>
            <p>
              <Trans>Run this in a terminal and paste what it prints.</Trans>
            </p>
            <CommandBox command="cat ~/.ssh/*.pub" />
            <p>
              <Trans>No key yet? This makes one.</Trans>
            </p>
            <CommandBox command="ssh-keygen -t ed25519" />
            <StepByStep name="make-a-key" at="unix" />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="windows">
          <Accordion.Control>
            <Trans>Windows</Trans>
          </Accordion.Control>
          <Accordion.Panel>
            <p>
              <Trans>Run this in PowerShell and paste what it prints.</Trans>
            </p>
            <CommandBox prompt="PS>" command="Get-Content $HOME\.ssh\*.pub" />
            <p>
              <Trans>No key yet? This makes one.</Trans>
            </p>
            <CommandBox prompt="PS>" command="ssh-keygen -t ed25519" />
            <StepByStep name="make-a-key" at="windows" />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="putty">
          <Accordion.Control>PuTTY</Accordion.Control>
          <Accordion.Panel>
            <p>
              <Trans>
                Open PuTTYgen, load your .ppk file and copy the text under “Public key for pasting into OpenSSH
                authorized_keys file”. The file that “Save public key” writes, and the .ppk file itself, work here too.
              </Trans>
            </p>
            <StepByStep name="puttygen" />
          </Accordion.Panel>
        </Accordion.Item>
        <Accordion.Item value="forge">
          <Accordion.Control>
            <Trans>GitHub or GitLab user name</Trans>
          </Accordion.Control>
          <Accordion.Panel>
            <p>
              <Trans>
                Both show your public keys to anyone. Open this address with your user name and copy the text.
              </Trans>
            </p>
            <p>
              <code>https://github.com/USER.keys</code> · <code>https://gitlab.com/USER.keys</code>
            </p>
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
    </section>
  )
}

function StepByStep(guide: { name: GuideName; at?: string }) {
  return (
    <p>
      <GuideLink {...guide}>
        <Trans>Step by step, with what you should see</Trans>
      </GuideLink>
    </p>
  )
}
