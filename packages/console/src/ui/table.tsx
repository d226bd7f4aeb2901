import type { ComponentProps } from "react"
import styles from "./table.module.css"

type Props<Tag extends "table" | "thead" | "tbody" | "tr" | "th" | "td"> = ComponentProps<Tag>

function join(...names: (string | undefined)[]): string {
  return names.filter(Boolean).join(" ")
}

/** The console's table. Plain elements: Mantine's own would bring its scroll area into the first load. */
export function Table({ className, stickyHeader = false, ...rest }: Props<"table"> & { stickyHeader?: boolean }) {
  return <table {...rest} className={join(styles.table, stickyHeader ? styles.sticky : undefined, className)} />
}

Table.Thead = (props: Props<"thead">) => <thead {...props} />
Table.Tbody = (props: Props<"tbody">) => <tbody {...props} />
Table.Tr = ({ className, ...rest }: Props<"tr">) => <tr {...rest} className={join(styles.tr, className)} />
Table.Th = ({ className, ...rest }: Props<"th">) => <th {...rest} className={join(styles.th, className)} />
Table.Td = ({ className, ...rest }: Props<"td">) => <td {...rest} className={join(styles.td, className)} />
