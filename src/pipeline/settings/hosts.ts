/** The machines that run a command together; `does` begins its help: 'Write'. */
export function hostsSetting<const Does extends string>(does: Does) {
  return {
    hosts: {
      type: 'texts',
      separator: ',',
      placeholder: 'name,name',
      default: null,
      absent: 'this machine alone',
      help: `${does} on these machines together, this one first; mpirun starts the command on each. See docs/machines.md.`,
    },
  } as const;
}
