import { emulatedDevices } from '../devices.ts';
import { proveOperations } from '../prove-operations.ts';

emulatedDevices.forEach(proveOperations);
