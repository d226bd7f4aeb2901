/** The shells that there is completion for. */
export const shells = ["bash", "zsh", "fish"] as const
export type Shell = (typeof shells)[number]

/** The line among candidates that asks the shell for names of files. */
export const filesMark = ":files"

// The scripts know nothing of the commands: they ask the program that is being typed, so they never fall behind it.
// Nothing of what was typed is evaluated.

/** bash splits words at `:` and `=`; they are put together again, and the part before is left out of the answer. */
const bash = String.raw`# bash completion for latchkey. To use it now: source <(latchkey completion bash)
_latchkey() {
  local IFS=$' \t\n' word line value mark current=''
  local -a words=()
  local glue=''
  for word in "${"$"}{COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word == [:=] || $word == [:=][:=]* ]] && (( ${"$"}{#words[@]} > 0 )); then
      words[-1]+=$word
      glue=1
    elif [[ -n $glue ]]; then
      words[-1]+=$word
      glue=''
    else
      words+=("$word")
    fi
  done
  (( ${"$"}{#words[@]} > 0 )) || words=('')
  current=${"$"}{words[-1]}
  mark=${"$"}{current:0:1}
  [[ $mark == [\"\'] ]] || mark=''
  local i
  for i in "${"$"}{!words[@]}"; do
    word=${"$"}{words[i]//[\"\']/}
    words[i]=${"$"}{word//\\/}
  done
  COMPREPLY=()
  local typed=${"$"}{words[-1]}
  local before=''
  [[ $typed == *[:=]* && -z $mark ]] && before=${"$"}{typed%"${"$"}{typed##*[:=]}"}
  while IFS= read -r line; do
    if [[ $line == ${filesMark} ]]; then
      compopt -o filenames -o default 2>/dev/null
      COMPREPLY=()
      return
    fi
    value=${"$"}{line%%$'\t'*}
    value=${"$"}{value#"$before"}
    if [[ -z $mark ]]; then
      printf -v value %q "$value"
    elif [[ $value == *[\"\'\\\$\`\!]* ]]; then
      # In quotes it would not stand for itself, and could be run.
      continue
    fi
    COMPREPLY+=("$value")
  done < <("${"$"}{COMP_WORDS[0]}" complete -- "${"$"}{words[@]}" 2>/dev/null)
}
complete -F _latchkey latchkey
`

const zsh = String.raw`#compdef latchkey
# zsh completion for latchkey. To use it now: source <(latchkey completion zsh)
_latchkey() {
  local line
  local -a values shown
  while IFS= read -r line; do
    if [[ $line == ${filesMark} ]]; then
      _files
      return
    fi
    values+=("${"$"}{line%%$'\t'*}")
    shown+=("${"$"}{line/$'\t'/  }")
  done < <("${"$"}{(Q)words[1]}" complete -- "${"$"}{(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( ${"$"}{#values} )) && compadd -l -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _latchkey "$@"
else
  compdef _latchkey latchkey
fi
`

const fish = String.raw`# fish completion for latchkey. To use it now: latchkey completion fish | source
function __latchkey_complete
  set -l words (commandline -opc) (commandline -ct)
  for line in ($words[1] complete -- $words[2..-1] 2>/dev/null)
    if test "$line" = ${filesMark}
      __fish_complete_path (commandline -ct)
    else
      printf '%s\n' $line
    end
  end
end
complete -c latchkey -f -a '(__latchkey_complete)'
`

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }

/** What a shell has to read once to complete latchkey's commands. */
export function scriptFor(shell: Shell): string {
  return scripts[shell]
}
