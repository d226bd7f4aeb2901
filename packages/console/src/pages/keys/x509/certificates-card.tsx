import type { X509KeyPair } from "@latchkey/contract"
import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Card } from "../../../ui/card.tsx"
import { ErrorState } from "../../../ui/error-state.tsx"
import { SkeletonRows } from "../../../ui/skeleton-rows.tsx"
import { GuideLink } from "../../guides/guide-link.tsx"
import { CertificateTable } from "./certificate-table.tsx"
import { DeleteCertificateDialog } from "./delete-certificate-dialog.tsx"
import styles from "./x509.module.css"

type Props = {
  /** Undefined until they are known. */
  certificates: readonly X509KeyPair[] | undefined
  error: Error | null
  onRetry: () => void
}

/** What is no SSH key, and can be seen and deleted here all the same. */
export default function CertificatesCard({ certificates, error, onRetry }: Props) {
  const { t } = useLingui()
  const [deleting, setDeleting] = useState<X509KeyPair>()
  const isEmpty = certificates?.length === 0
  return (
    <>
      {isEmpty ? null : (
        <Card title={<Trans>X.509 certificates</Trans>} className={styles.card}>
          <p className={styles.about}>
            <Trans>
              OpenStack tools keep these as key pairs. A certificate opens nothing here.{" "}
              <GuideLink name="openstack" at="differences">
                More about it
              </GuideLink>
            </Trans>
          </p>
          {certificates !== undefined ? (
            <CertificateTable certificates={certificates} onDelete={setDeleting} />
          ) : error !== null ? (
            <ErrorState title={t`This list could not be loaded.`} error={error} onRetry={onRetry} />
          ) : (
            <SkeletonRows rows={1} height={44} />
          )}
        </Card>
      )}
      {deleting === undefined ? null : (
        <DeleteCertificateDialog certificate={deleting} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}
