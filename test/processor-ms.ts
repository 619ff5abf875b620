/** The time of the processor that something takes, in milliseconds: how busy the machine is otherwise changes it little. */
export async function processorMs(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
