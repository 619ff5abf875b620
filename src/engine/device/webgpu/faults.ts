import { DeviceFault } from '../backend.ts';

/** The GPU stopped answering: its driver restarted, it was unplugged, or a kernel ran for too long. */
export class GpuLostFault extends DeviceFault {
  override readonly code: string = 'gpu-lost';
}

/** The GPU's driver refused a shader or a command, which is a mistake of this program or of the driver. */
export class GpuShaderFault extends DeviceFault {
  override readonly code: string = 'gpu-shader';
}

/** There is no GPU that can be used, or what is needed to reach it is not installed; the message says which. */
export class NoGpuFault extends DeviceFault {
  override readonly code: string = 'no-gpu';
}
